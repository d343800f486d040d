// @ts-check
// A brush over months: bars of how many spots there are, two handles, and a button that plays.

const SPACE = "http://www.w3.org/2000/svg";

/** @param {string} month "2021-08" @param {number} more */
function later(month, more) {
  const [year, number] = month.split("-").map(Number);
  const at = year * 12 + number - 1 + more;
  return `${String(Math.floor(at / 12)).padStart(4, "0")}-${String((at % 12) + 1).padStart(2, "0")}`;
}

/** @param {string} month */
function lastDay(month) {
  const [year, number] = month.split("-").map(Number);
  return `${month}-${new Date(Date.UTC(year, number, 0)).getUTCDate()}`;
}

/** @param {string} month */
function said(month) {
  const [year, number] = month.split("-").map(Number);
  return new Date(Date.UTC(year, number - 1, 1)).toLocaleDateString("en-GB", { month: "short", year: "numeric", timeZone: "UTC" });
}

/**
 * Make the brush of the page.
 * @param {() => void} changed called when the range is another
 * @param {boolean} calm whether nothing may move by itself: the button then goes one month on
 */
export function makeBrush(changed, calm) {
  const get = (/** @type {string} */ id) => /** @type {any} */ (document.getElementById(id));
  const whole = get("brush"), bars = get("brush-bars"), from = get("brush-from"), to = get("brush-to");
  const play = get("brush-play"), says = get("brush-says"), use = get("brush-use");
  /** @type {string[]} */
  let months = [];
  /** @type {number | undefined} */
  let timer;
  if (calm) play.textContent = "Next month";

  function range() {
    if (!months.length || (Number(from.value) === 0 && Number(to.value) === months.length - 1)) return null;
    return [months[from.value], months[to.value]];
  }
  function days() {
    const found = range();
    return found ? [`${found[0]}-01`, lastDay(found[1])] : null;
  }

  function update() {
    const first = Number(from.value), last = Number(to.value);
    [...bars.children].forEach((bar, n) => bar.classList.toggle("out", n < first || n > last));
    const one = months[first], two = months[last];
    says.textContent = first === last ? said(one) : `${said(one)} – ${said(two)}`;
    for (const handle of [from, to]) handle.setAttribute("aria-valuetext", said(months[handle.value]));
    const link = new URL(location.href);
    const kept = days();
    if (kept) {
      link.searchParams.set("since", kept[0]);
      link.searchParams.set("until", kept[1]);
    }
    use.href = link.pathname + link.search;
    use.hidden = !kept;
    changed();
  }

  /** @param {EventTarget | null} moved */
  function keepOrder(moved) {
    if (Number(from.value) > Number(to.value)) (moved === from ? to : from).value = /** @type {any} */ (moved).value;
    update();
  }

  function step() {
    const width = Number(to.value) - Number(from.value);
    const everything = width === months.length - 1;
    const next = everything ? 0 : Number(to.value) + 1 >= months.length ? 0 : Number(from.value) + 1;
    from.value = next;
    to.value = everything ? 0 : next + width;
    update();
  }

  function stop() {
    clearInterval(timer);
    timer = undefined;
    play.setAttribute("aria-pressed", "false");
    if (!calm) play.textContent = "▶ Play";
  }

  play.addEventListener("click", () => {
    if (timer) return stop();
    step();
    if (calm) return;
    timer = setInterval(step, 700);
    play.setAttribute("aria-pressed", "true");
    play.textContent = "❚❚ Pause";
  });
  for (const handle of [from, to]) {
    handle.addEventListener("input", (/** @type {Event} */ event) => {
      stop();
      keepOrder(event.target);
    });
  }

  /** Fill the brush with the days of the spots. @param {(string | null)[]} given */
  function fill(given) {
    stop();
    const counts = new Map();
    for (const day of given) if (day) counts.set(day.slice(0, 7), (counts.get(day.slice(0, 7)) ?? 0) + 1);
    const known = [...counts.keys()].sort();
    months = [];
    for (let month = known[0]; month && month <= known[known.length - 1]; month = later(month, 1)) months.push(month);
    whole.hidden = months.length < 2;
    const most = Math.max(1, ...counts.values());
    bars.setAttribute("viewBox", `0 0 ${Math.max(1, months.length)} 1`);
    bars.replaceChildren(...months.map((month, n) => {
      const bar = document.createElementNS(SPACE, "rect");
      const height = (counts.get(month) ?? 0) / most;
      for (const [name, value] of Object.entries({ x: n + 0.08, y: 1 - height, width: 0.84, height })) bar.setAttribute(name, String(value));
      return bar;
    }));
    for (const handle of [from, to]) handle.max = months.length - 1;
    from.value = 0;
    to.value = months.length - 1;
    if (months.length) update();
  }
  return { fill, range, days };
}
