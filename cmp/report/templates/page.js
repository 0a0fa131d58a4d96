"use strict";
(() => {
  const waves = document.getElementById("waves");
  const canvas = document.getElementById("curves");
  const edges = JSON.parse(document.getElementById("edges").textContent);
  const cards = new Map([...document.querySelectorAll(".card[id]")].map((card) => [card.id, card]));
  const narrow = window.matchMedia("(max-width: 40rem)");
  let pinned = null;

  // Where an edge leaves one card and enters the other; side by side through the gap, else around the outside.
  function curve(from, to, origin) {
    const [a, b] = [from.getBoundingClientRect(), to.getBoundingClientRect()];
    const middle = (box) => box.top + Math.min(box.height / 2, 30) - origin.top;
    const [y1, y2] = [middle(a), middle(b)];
    const forward = a.right < b.left;
    const backward = b.right < a.left;
    const x1 = (backward || (!forward && narrow.matches) ? a.left : a.right) - origin.left;
    const x2 = (forward || (!backward && narrow.matches) ? b.left : b.right) - origin.left;
    if (forward || backward) {
      const bend = Math.max(30, Math.min(90, Math.abs(x2 - x1) / 2)) * (forward ? 1 : -1);
      return `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`;
    }
    const bow = narrow.matches ? -24 : 34;
    return `M${x1} ${y1}C${x1 + bow} ${y1} ${x2 + bow} ${y2} ${x2} ${y2}`;
  }

  function make(tag, attributes, edge) {
    const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
    if (edge) Object.assign(node.dataset, { from: edge.from, to: edge.to });
    return node;
  }

  function draw() {
    canvas.replaceChildren();
    canvas.setAttribute("width", "0");
    const origin = canvas.getBoundingClientRect();
    for (const edge of edges) {
      const [from, to] = [cards.get(edge.from), cards.get(edge.to)];
      if (!from || !to || !from.getClientRects().length || !to.getClientRects().length) continue; // folded up
      const d = curve(from, to, origin);
      const [cx, cy] = d.split(" ").slice(-2);
      const hit = make("path", { d, class: "hit" }, edge);
      const title = make("title", {});
      title.textContent = edge.why;
      hit.append(title);
      canvas.append(
        make("path", { d, class: edge.style }, edge),
        make("circle", { cx, cy, r: 3.5, class: edge.style }, edge),
        hit,
      );
    }
    canvas.setAttribute("width", String(waves.scrollWidth));
    canvas.setAttribute("height", String(waves.scrollHeight));
    show(pinned);
  }

  function show(card) {
    const near = new Set(card ? [card.id] : []);
    for (const line of canvas.querySelectorAll("[data-from]")) {
      const own = Boolean(card) && (line.dataset.from === card.id || line.dataset.to === card.id);
      line.classList.toggle("active", own && !line.classList.contains("hit"));
      if (own) near.add(line.dataset.from).add(line.dataset.to);
    }
    canvas.classList.toggle("active-one", near.size > 1);
    for (const [id, other] of cards) {
      other.classList.toggle("near", near.has(id));
      other.classList.toggle("active", Boolean(card) && id === card.id);
    }
  }

  const cardOf = (event) => (event.target instanceof Element ? event.target.closest(".card[id]") : null);
  waves.addEventListener("pointerover", (event) => event.pointerType === "mouse" && show(cardOf(event) || pinned));
  waves.addEventListener("pointerleave", () => show(pinned));
  waves.addEventListener("focusin", (event) => show((pinned = cardOf(event))));
  waves.addEventListener("focusout", () => show((pinned = null)));
  waves.addEventListener("click", (event) => show((pinned = cardOf(event))));
  waves.addEventListener("toggle", draw, true);
  document.addEventListener("keydown", (event) => event.key === "Escape" && show((pinned = null)));
  window.addEventListener("hashchange", () => {
    const card = cards.get(location.hash.slice(1));
    if (!card) return;
    for (let fold = card.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    card.scrollIntoView({ block: "nearest", inline: "nearest" });
    card.focus();
  });
  new ResizeObserver(draw).observe(waves);
  draw();
})();
