"use strict";
// Ways of lines between cards: sideways out of a card, along the gutter beside its wave, across the waves between where
// nothing stands, along the gutter beside the other card, and into it.

const APART = 5; // between a line and what stands beside it, and between lines that run side by side
const EDGE = 30; // how wide a gutter is at the side of the page

// Tells whether a part of the waves is shown; asking for the place of what is folded up would have it laid out.
const visible = (node) => !node.closest(".out, .more:not([open]) > .card");

// What stands in the waves, measured once: the columns of cards with their left and right sides, and the boxes in each.
function measure(waves, origin) {
  const found = new Map();
  const boxes = [];
  for (const node of waves.querySelectorAll(".wave > h2, .card, .more > summary, .gate")) {
    if (!visible(node)) continue;
    const { left, right, top, bottom } = node.getBoundingClientRect();
    const box = { left: left - origin.left, right: right - origin.left, from: top - origin.top, to: bottom - origin.top };
    boxes.push(box);
    if (node.matches(".card")) found.set(Math.round(box.left), { left: box.left, right: box.right, boxes: [] });
  }
  const columns = [...found.values()].sort((one, other) => one.left - other.left);
  for (const { left, right, from, to } of boxes) {
    for (const column of columns) {
      if (left < column.right && right > column.left) column.boxes.push([from - APART, to + APART]);
    }
  }
  return { columns, free: new Map(), lanes: new Map(), height: waves.scrollHeight };
}

// The gutter left of a column, as its left and right side; the last one is right of all columns.
function gutter({ columns }, index) {
  const [before, after] = [columns[index - 1], columns[index]];
  return [before ? before.right : after.left - EDGE, after ? after.left : before.right + EDGE];
}

// Where a line that leaves a card runs in a gutter: all that leave one card share a lane.
function lane(room, index, from) {
  if (!room.lanes.has(index)) room.lanes.set(index, new Map());
  const lanes = room.lanes.get(index);
  if (!lanes.has(from)) lanes.set(from, lanes.size);
  const [left, right] = gutter(room, index);
  const many = Math.max(1, Math.floor((right - left - 2 * APART - 4) / 4)); // the middle first, then to both sides
  const number = lanes.get(from) % many;
  return (left + right) / 2 + 4 * (number % 2 ? (number + 1) / 2 : -number / 2);
}

// The heights at which a line may cross the columns from one gutter to another, as intervals from top to bottom.
function crossings(room, first, last) {
  const key = `${first} ${last}`;
  if (room.free.has(key)) return room.free.get(key);
  const boxes = room.columns.slice(first, last).flatMap((column) => column.boxes).sort((one, other) => one[0] - other[0]);
  const free = [];
  let top = APART;
  for (const [from, to] of boxes) {
    if (from >= top) free.push([top, from]);
    top = Math.max(top, to);
  }
  free.push([top, Math.max(top, room.height - APART)]);
  room.free.set(key, free);
  return free;
}

// The height between two others at which a line crosses with the least way; lines of several cards there are spread.
function height(room, first, last, y1, y2, number) {
  const within = ([low, high], y) => Math.min(high, Math.max(low, y));
  const way = (y) => Math.abs(y1 - y) + Math.abs(y2 - y);
  let [best, space] = [Infinity, null];
  for (const free of crossings(room, first, last)) {
    for (const y of [within(free, y1), within(free, y2)]) if (way(y) < way(best)) [best, space] = [y, free];
  }
  const [low, high] = space;
  if (best > low && best < high) return best;
  const step = (number * 4) % Math.max(1, high - low);
  return best === low ? low + step : high - step;
}

// The corners of the way from a card to another one; in a column both ends are at its side with more room.
function corners(room, from, to, key) {
  const place = (box) => room.columns.findIndex((column) => box.left < column.right && box.right > column.left);
  const [a, b] = [place(from), place(to)];
  const side = room.columns.length > 1 ? 1 : 0;
  const [out, into] = a < b ? [a + 1, b] : b < a ? [a, b + 1] : [a + side, b + side];
  const [x1, x2] = [out > a ? from.right : from.left, into > b ? to.right : to.left];
  const y1 = from.top + (out > a ? Math.min(from.height / 2 + 6, 36) : Math.min(from.height / 2 + 14, 44));
  const y2 = to.top + Math.min(to.height / 2 - 6, 20);
  const lane1 = lane(room, out, key);
  if (out === into) return [[x1, y1], [lane1, y1], [lane1, y2], [x2, y2]];
  const y = height(room, Math.min(out, into), Math.max(out, into), y1, y2, room.lanes.get(out).get(key));
  const lane2 = lane(room, into, key);
  return [[x1, y1], [lane1, y1], [lane1, y], [lane2, y], [lane2, y2], [x2, y2]];
}

// The way as SVG has it, with round corners.
function path(points) {
  const ways = [`M${points[0].join(" ")}`];
  for (let index = 1; index < points.length - 1; index += 1) {
    const [[x0, y0], [x, y], [x1, y1]] = points.slice(index - 1, index + 2);
    const [before, after] = [Math.hypot(x - x0, y - y0), Math.hypot(x1 - x, y1 - y)];
    const round = Math.min(6, before / 2, after / 2);
    if (round < 0.5) continue;
    const on = (xs, ys, length) => `${x + ((xs - x) * round) / length} ${y + ((ys - y) * round) / length}`;
    ways.push(`L${on(x0, y0, before)}Q${x} ${y} ${on(x1, y1, after)}`);
  }
  return `${ways.join("")}L${points.at(-1).join(" ")}`;
}
