// Line icons, drawn for this page on a 20 by 20 grid.

const SVG = "http://www.w3.org/2000/svg";

/** A line icon on a 20 by 20 grid, hidden from screen readers: its button carries the name. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 20 20");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", ICONS[name] ?? ICONS.dot);
  svg.append(path);
  return svg;
}

const ICONS = {
  hash: "M8 3 6 17M14 3l-2 14M3.5 7.5h13.5M3 12.5h13.5",
  lock: "M5 9h10v8H5zM7 9V6.5a3 3 0 0 1 6 0V9",
  box: "M3 4h14v4H3zM4.5 8v8.5h11V8M8 11.5h4",
  home: "M3.5 9.5 10 3.5l6.5 6M5 8.5V16.5h10V8.5",
  bolt: "M11 2.5 4.5 11H9l-.5 6.5L15.500 9H10.500z",
  reply: "M4 4h12v9H9l-4 3.500V13H4z",
  smile: "M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14M7 8.200v.6M13 8.200v.6M7 12c1.500 2 4.500 2 6 0",
  pin: "M12.500 3 17 7.500l-3 1-3 3-.5 3.500L5 9.500 8.500 9l3-3zM7.500 12.500 3.500 16.500",
  pen: "M4 16l.8-3.500L13 4.300l2.700 2.700-8.200 8.200z",
  bin: "M4 6h12M8 6V4h4v2M5.500 6l.7 10.500h7.600L14.500 6",
  more: "M4.3 10a.7.7 0 1 0 1.4 0 .7.7 0 1 0-1.4 0M9.3 10a.7.7 0 1 0 1.4 0 .7.7 0 1 0-1.4 0M14.3 10a.7.7 0 1 0 1.4 0 .7.7 0 1 0-1.4 0",
  close: "M5 5l10 10M15 5 5 15",
  down: "M5.500 8l4.500 4.500L14.500 8",
  check: "M4.500 10.500l3.500 3.500 7.500-8",
  send: "M3.500 10 16.500 4 12 16.500l-2.500-5zM9.500 11.500 16.500 4",
  menu: "M3.500 6h13M3.500 10h13M3.500 14h13",
  clock: "M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14M10 6v4.200l2.800 1.800",
  next: "M4 5l6 5-6 5zM14.500 5v10",
  pulse: "M2.500 10.500h3.500l2-6 4 11 2-5h3.500",
  file: "M5.500 3h6l3.500 3.500V17h-9.500zM11 3v4h4",
  people:
    "M7.500 4.500a2.600 2.600 0 1 0 0 5.200 2.600 2.600 0 0 0 0-5.200M2.500 16c.3-3 2.300-4.500 5-4.500s4.700 1.500 5 4.500M13 5.200a2.300 2.300 0 0 1 0 4.400M14.500 12c1.800.5 2.800 1.800 3 4",
  eye: "M2.500 10C5 6 7.500 4.500 10 4.500S15 6 17.500 10C15 14 12.500 15.500 10 15.500S5 14 2.500 10M10 7.800a2.200 2.200 0 1 0 0 4.400 2.200 2.200 0 0 0 0-4.400",
  link: "M8.500 11.500a3 3 0 0 0 4.300 0l2.700-2.700a3 3 0 0 0-4.300-4.300l-1 1M11.500 8.500a3 3 0 0 0-4.300 0l-2.700 2.700a3 3 0 0 0 4.300 4.300l1-1",
  plus: "M10 4.500v11M4.500 10h11",
  info: "M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14M10 9v5M10 6.200v.3",
  warn: "M10 3.500 17.500 16.500h-15zM10 8.500v4M10 14.300v.2",
  dot: "M10 10h.01",
};
