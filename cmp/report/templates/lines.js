// Draws the needs as lines between cards, and shows those of the card in focus alone.
(() => {
  const waves = document.getElementById("waves");
  const canvas = document.getElementById("curves");
  const edges = JSON.parse(document.getElementById("edges").textContent);
  const cards = new Map([...document.querySelectorAll(".card[id]")].map((card) => [card.id, card]));
  let pinned = null;

  function make(tag, attributes, edge) {
    const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
    if (edge) Object.assign(node.dataset, { from: edge.from, to: edge.to });
    return node;
  }

  function draw() {
    canvas.replaceChildren();
    canvas.setAttribute("width", "0");
    canvas.setAttribute("height", "0");
    const origin = canvas.getBoundingClientRect();
    const room = measure(waves, origin);
    const boxes = new Map();
    const box = (card) => {
      if (!boxes.has(card)) {
        const { left, top, width, height } = card.getBoundingClientRect();
        boxes.set(card, new DOMRect(left - origin.left, top - origin.top, width, height));
      }
      return boxes.get(card);
    };
    for (const edge of edges) {
      const [from, to] = [cards.get(edge.from), cards.get(edge.to)];
      if (!from || !to || !visible(from) || !visible(to)) continue;
      const points = corners(room, box(from), box(to), edge.from);
      const d = path(points);
      const [cx, cy] = points.at(-1);
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
  waves.addEventListener("filtered", draw);
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
