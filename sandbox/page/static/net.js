// Talks to the page's own server: reads, acts, and the stream of changes.

import { store } from "./store.js";

export class Refused extends Error {}

async function answer(response) {
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new Refused(body.error ?? `The workspace answered ${response.status}`);
  return body;
}

let reading = 0;
let waiting = []; // news that came while something was being read

/**
 * Read one part of the workspace as the current person sees it. News that comes meanwhile is told afterwards:
 * what was read may be older than the news, and would hide it.
 */
export async function read(part, query = {}) {
  const search = new URLSearchParams({ as: store.me, ...query });
  reading += 1;
  try {
    return await answer(await fetch(`/page/${part}?${search}`, { headers: { Accept: "application/json" } }));
  } finally {
    setTimeout(() => {
      reading -= 1;
      tell();
    });
  }
}

function tell(news = null) {
  if (news) waiting.push(news);
  if (reading || !handlers) return;
  const told = waiting;
  waiting = [];
  told.forEach(handlers.heard);
}

/** Do something as the current person; throws Refused with words for the screen. */
export async function act(name, details = {}) {
  let response;
  try {
    response = await fetch(`/page/act/${name}`, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Sandbox": "1" },
      body: JSON.stringify({ as: store.me, ...details }),
    });
  } catch {
    throw new Refused("We had some trouble connecting. Try again?");
  }
  return answer(response);
}

/** Upload one file's bytes; answers {id, name, title, mimetype, url}. */
export async function upload(file) {
  const search = new URLSearchParams({ as: store.me, name: file.name });
  return answer(
    await fetch(`/page/upload?${search}`, {
      method: "POST",
      headers: { "Content-Type": "application/octet-stream", "X-Sandbox": "1" },
      body: file,
    }),
  );
}

let source = null;
let handlers = null;

/**
 * Follow the workspace as the current person. `opened` runs after every (re)connection, so that nothing that
 * happened before or between is missed; `heard` gets each change; `online` whether there is a connection.
 */
export function follow(told) {
  handlers = told;
  waiting = [];
  source?.close();
  const current = new EventSource(`/page/stream?${new URLSearchParams({ as: store.me })}`);
  const whenCurrent = (run) => (event) => {
    if (source === current) run(event);
  };
  source = current;
  current.addEventListener(
    "open",
    whenCurrent(() => {
      told.online(true);
      told.opened();
    }),
  );
  current.addEventListener(
    "error",
    whenCurrent(() => told.online(false)),
  );
  current.addEventListener(
    "message",
    whenCurrent((event) => tell(JSON.parse(event.data))),
  );
}

/** Let the connection go while nobody looks: browsers allow only a few to one address. */
export function pause() {
  source?.close();
  source = null;
}

/** Follow again after a pause. */
export function resume() {
  if (!source && handlers) follow(handlers);
}
