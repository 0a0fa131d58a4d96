// Finds objects by kind or name, and filters them; "/" leads to the field, Enter to the first card, Escape out of it.
(() => {
  const most = 200; // cards shown at once, so that a page of 10,000 stays quick
  const [form, waves] = ["find", "waves"].map((id) => document.getElementById(id));
  const { text, kind } = form.elements;
  const told = form.querySelector("output");
  const cards = [...document.querySelectorAll(".card")].map((node) => ({
    node, label: node.getAttribute("aria-label"), name: node.getAttribute("aria-label").toLowerCase(),
    kinds: node.dataset.kinds.split(" "),
  }));
  const folds = [...document.querySelectorAll(".more")];

  function filter() {
    const words = text.value.toLowerCase().split(/\s+/).filter(Boolean);
    const wanted = kind ? kind.value : "";
    const off = !words.length && !wanted;
    const hits = cards.filter(({ name, kinds }) =>
      words.every((word) => name.includes(word)) && (!wanted || kinds.includes(wanted)));
    const shown = new Set((off ? cards : hits.slice(0, most)).map(({ node }) => node));
    for (const { node } of cards) node.classList.toggle("out", !shown.has(node));
    for (const fold of folds) fold.open = !off && Boolean(fold.querySelector(".card:not(.out)"));
    for (const part of [...folds, ...document.querySelectorAll(".wave")]) {
      part.classList.toggle("out", !part.querySelector(".card:not(.out)"));
    }
    const found = new Set(hits.map(({ label }) => label)).size;
    const objects = found ? `${found} object${found === 1 ? "" : "s"} found` : "nothing found";
    told.value = off ? "" : `${objects}${hits.length > most ? `, the first ${most} shown` : ""}`;
    waves.dispatchEvent(new Event("filtered"));
  }

  form.addEventListener("input", filter);
  form.addEventListener("change", filter); // of the list, where a program chooses
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    document.querySelector(".card:not(.out)")?.focus();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && !event.target.closest("input, select")) {
      event.preventDefault();
      text.focus();
    }
    if (event.key === "Escape" && form.contains(event.target)) {
      form.reset();
      filter();
    }
  });
  window.addEventListener("hashchange", () => {
    if (!document.getElementById(location.hash.slice(1))?.closest(".out")) return;
    form.reset(); // what a link leads to is shown
    filter();
  });
  form.hidden = false;
})();
