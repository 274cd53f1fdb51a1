// Keeps a list of messages at its end while it grows or its column changes width, unless somebody scrolled up.

/** Watch `scroller` around `list`; answers {ended(), toEnd()}. */
export function stayAtEnd(scroller, list) {
  let ended = true;
  const toEnd = () => {
    scroller.scrollTop = scroller.scrollHeight;
    ended = true;
  };
  scroller.addEventListener(
    "scroll",
    () => {
      ended = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 60;
    },
    { passive: true },
  );
  const watcher = new ResizeObserver(() => {
    if (ended) toEnd();
  });
  watcher.observe(scroller);
  watcher.observe(list);
  return { ended: () => ended, toEnd };
}
