// Search as you type, keys, and a histogram to drag. Every page is complete without it.
"use strict";
(() => {
  /** Milliseconds without a letter after which a query is asked. */
  const SETTLED = 300;
  /** Pixels that a pointer moves before a click becomes a drag. */
  const DRAG = 6;
  const main = document.getElementById("main");
  const form = document.querySelector("form[role=search]");
  const input = form.elements.q;
  const hint = form.querySelector(".hint");
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  const here = () => location.pathname + location.search;

  // --- Search as you type. While typing, the entry of the history is replaced; a query that was settled keeps its own.
  let timer = 0;
  let asked = new AbortController();
  let waiting = { url: null, answer: null };
  let shown = here();
  let settled = input.value !== "";

  /** The address of the form as it stands. */
  function address() {
    const fields = [...new FormData(form)].filter(([name, value]) => value && !(name === "sort" && value === "relevance"));
    const query = new URLSearchParams(fields).toString().replaceAll("%3D", "=");
    return form.getAttribute("action") + (query && `?${query}`);
  }

  /** Asks for a page and shows it, unless another is asked for meanwhile. `remember` puts it into the history. */
  async function ask(url, remember) {
    asked.abort();
    const mine = (asked = new AbortController());
    try {
      const reply = await fetch(url, { headers: { Accept: "text/html" }, signal: mine.signal });
      const page = new DOMParser().parseFromString(await reply.text(), "text/html");
      if (mine !== asked) return;
      const problem = page.querySelector("#main > .problem");
      hint.replaceChildren(...(problem ? all("p, pre", problem) : []));
      hint.hidden = !problem;
      input.setAttribute("aria-invalid", String(Boolean(problem)));
      // The list before stays beside a query that cannot be read.
      if (problem) return;
      show(page);
      if (remember) history[settled ? "pushState" : "replaceState"](null, "", url);
      settled = !remember;
      shown = url;
    } catch (error) {
      if (mine === asked && !mine.signal.aborted) shown = null;
    } finally {
      if (mine === asked) waiting = { url: null, answer: null };
    }
  }

  /** Replaces what a query decides. The status stays the element that screen readers listen to. */
  function show(page) {
    const nodes = [...page.getElementById("main").childNodes];
    const status = main.querySelector(":scope > [role=status]");
    const at = nodes.findIndex((node) => node.nodeType === 1 && node.getAttribute("role") === "status");
    if (status && at >= 0) {
      [...main.childNodes].forEach((node) => node === status || node.remove());
      status.before(...nodes.slice(0, at));
      status.after(...nodes.slice(at + 1));
      if (status.textContent !== nodes[at].textContent) status.textContent = nodes[at].textContent;
    } else {
      main.replaceChildren(...nodes);
    }
    document.title = page.title;
    for (const part of ["nav.views", "footer"]) document.querySelector(part).replaceWith(page.querySelector(part));
    all("link[rel=alternate]").forEach((link) => link.remove());
    document.head.append(...all("link[rel=alternate]", page));
    prepare();
  }

  /** Asks what the form says, if that is neither shown nor asked already. */
  function search() {
    clearTimeout(timer);
    const url = address();
    if (url === shown) asked.abort();
    else if (url !== waiting.url) waiting = { url, answer: ask(url, true) };
    return url === shown ? null : waiting.answer;
  }

  if (form.getAttribute("action") === location.pathname) {
    input.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(search, SETTLED);
    });
    input.addEventListener("change", () => Promise.resolve(search()).then(() => (settled = input.value !== "")));
    form.elements.sort.addEventListener("change", search);
    form.addEventListener("submit", (event) => {
      // Without the server, the browser says why.
      if (shown === null) return;
      event.preventDefault();
      Promise.resolve(search()).then(() => (settled = true));
    });
    addEventListener("popstate", () => {
      if (here() === shown) return;
      input.value = new URLSearchParams(location.search).get("q") ?? "";
      ask(here(), false);
    });
  }

  // --- Steps from match to match, and from hit to hit.
  let at = -1;

  const places = (of) => all(of === "hit" ? ".hits h2 a" : ".whole mark[id]");

  /** Goes to the next place, or the one before. */
  function step(of, by) {
    const found = places(of);
    if (!found.length) return;
    if (of === "hit") at = found.indexOf(document.activeElement?.closest?.(".hits li")?.querySelector("h2 a"));
    at = at < 0 && by < 0 ? found.length - 1 : (at + by + found.length) % found.length;
    found.forEach((place, number) => place.classList.toggle("current", number === at));
    found[at].tabIndex = of === "hit" ? 0 : -1;
    found[at].focus({ preventScroll: true });
    found[at].scrollIntoView({ block: "center" });
    all(".stepper .place").forEach((place) => (place.textContent = `${at + 1} / ${found.length}`));
  }

  /** Shows the buttons that work with this script only, and begins at the place that the address names. */
  function prepare() {
    all(".stepper").forEach((stepper) => (stepper.hidden = !places(stepper.dataset.of).length));
    all("button.copy").forEach((button) => (button.hidden = !navigator.clipboard));
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return void (at = -1);
    const isBefore = (mark) => mark !== target && target.compareDocumentPosition(mark) & Node.DOCUMENT_POSITION_PRECEDING;
    const first = places("match").findIndex((mark) => !isBefore(mark));
    at = first < 0 ? -1 : places("match")[first] === target ? first : first - 1;
  }

  main.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button?.dataset.step) step(button.closest(".stepper").dataset.of, Number(button.dataset.step));
    if (button?.classList.contains("copy")) {
      navigator.clipboard.writeText(document.querySelector(".citation").textContent).then(() => (button.textContent = button.dataset.done));
    }
  });

  addEventListener("keydown", (event) => {
    const isTyping = event.target.closest?.("input, textarea, select");
    const toSearch = (event.ctrlKey || event.metaKey) && event.key === "k";
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey && !isTyping && !document.documentElement.dataset.keys;
    const steps = { n: ["match", 1], p: ["match", -1], j: ["hit", 1], k: ["hit", -1] };
    if (toSearch || (isPlain && event.key === "/")) {
      event.preventDefault();
      input.focus();
      input.select();
    } else if (isPlain && steps[event.key]) {
      step(...steps[event.key]);
    }
  });

  // --- A range of the histogram, by mouse or with Shift and the arrow keys.
  let drag = null;

  const bars = (svg) => all("a", svg);

  /** Marks the bars between two of them, in either order. */
  function choose(svg, from, to) {
    const [first, last] = [Math.min(from, to), Math.max(from, to)];
    bars(svg).forEach((bar, number) => bar.classList.toggle("chosen", number >= first && number <= last));
    const chosen = all("a.chosen", svg).map((bar) => bar.dataset.period);
    svg.closest(".histogram").querySelector(".range").textContent = chosen.length ? `${chosen[0]} – ${chosen.at(-1)}` : "";
  }

  /** Goes to the articles of the marked bars. */
  function open(svg) {
    const chosen = all("a.chosen", svg);
    if (!chosen.length) return;
    const url = new URL(chosen[0].getAttribute("href"), location);
    url.searchParams.set("until", chosen.at(-1).dataset.period);
    location.assign(url);
  }

  /** The number of the bar that is nearest to a place on the screen. */
  function nearest(svg, x) {
    const distances = bars(svg).map((bar) => {
      const box = bar.querySelector(".ground").getBoundingClientRect();
      return Math.abs((box.left + box.right) / 2 - x);
    });
    return distances.indexOf(Math.min(...distances));
  }

  main.addEventListener("pointerdown", (event) => {
    const svg = event.target.closest(".histogram svg");
    if (svg && event.button === 0 && event.isPrimary) drag = { svg, x: event.clientX, from: nearest(svg, event.clientX), moved: false };
  });
  addEventListener("pointermove", (event) => {
    if (!drag || (!drag.moved && Math.abs(event.clientX - drag.x) < DRAG)) return;
    drag.moved = true;
    choose(drag.svg, drag.from, nearest(drag.svg, event.clientX));
  });
  addEventListener("pointerup", () => {
    if (drag?.moved) open(drag.svg);
    // The click that follows belongs to the drag.
    setTimeout(() => (drag = null));
  });
  addEventListener("pointercancel", () => {
    if (drag) choose(drag.svg, Infinity, Infinity);
    drag = null;
  });
  main.addEventListener("click", (event) => drag?.moved && event.preventDefault());
  main.addEventListener("dragstart", (event) => event.target.closest(".histogram") && event.preventDefault());
  main.addEventListener("keydown", (event) => {
    const bar = event.target.closest(".histogram svg a");
    if (!bar) return;
    const svg = bar.closest("svg");
    const list = bars(svg);
    const to = list.indexOf(bar) + { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (list[to]) {
      const from = all("a.chosen", svg).length ? Number(svg.dataset.from) : list.indexOf(bar);
      svg.dataset.from = from;
      list[to].focus();
      choose(svg, event.shiftKey ? from : Infinity, event.shiftKey ? to : Infinity);
    } else if (event.key === "Enter" && all("a.chosen", svg).length > 1) {
      open(svg);
    } else if (event.key === "Escape") {
      choose(svg, Infinity, Infinity);
    } else return;
    event.preventDefault();
  });

  prepare();
})();
