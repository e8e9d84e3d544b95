// The player of a film: it plays the frames of a Plotly figure in the same container.
//
// Plotly itself is hidden inside Streamlit's bundle. The script can only reach an invisible button of the figure (see
// backprop/figures/film/remote.py): a click on it runs Plotly.animate with the arguments that the button holds.
//
// The player asks Plotly for one frame, and for the next one when Plotly has begun to draw the first. Plotly could play
// a list of frames by itself. But if it redraws the figure meanwhile (in another size, for example), its timer goes on
// with the list, and nothing can stop that timer. And it complains in the console about frames that it has to drop.

const MILLISECONDS = { slow: 250, normal: 70, fast: 0 };
const ONE_FRAME = 1000 / 60; // milliseconds
const CALM = 500; // milliseconds, at least, from picture to picture for a visitor who asked for less motion
const AT_ONCE = { mode: "immediate", frame: { duration: 0, redraw: false }, transition: { duration: 0 } };
const PATIENCE = 50; // milliseconds until the next look at a figure whose frames are not there yet
const LET_GO = 300; // milliseconds from the last key until the page is told the step

// Plotly makes even an invisible button 30 pixels large; it would take clicks that are meant for a point below it.
const sheet = new CSSStyleSheet();
sheet.replaceSync(".stPlotlyChart .updatemenu-container { display: none; }");
document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];

class Player {
  constructor(root) {
    this.root = root;
    this.part = name => root.querySelector(`[data-part="${name}"]`);
    this.steps = [];
    this.place = 0; // index of the frame that is shown
    this.told = []; // the step that page and player agree on, and the steps that the page was told since then
    this.pressed = false; // whether the visitor's last press was on the film
    this.playing = false;
    this.plot = null;
    this.asked = null; // the step of the last frame that Plotly was asked for
    this.drawing = false; // whether Plotly has not yet begun to draw that frame
    this.slider = this.part("slider");
    this.part("back").onclick = () => this.walk(this.place - 1);
    this.part("on").onclick = () => this.walk(this.place + 1);
    this.part("play").onclick = () => this.toggle();
    this.slider.oninput = () => { this.stop(); this.show(Number(this.slider.value)); };
    this.slider.onchange = () => this.letGo(0);
    this.onKey = event => this.key(event);
    document.addEventListener("keydown", this.onKey);
    this.onPress = event => { this.pressed = event.composedPath().includes(this.box); };
    document.addEventListener("pointerdown", this.onPress);
    this.observer = new MutationObserver(() => this.attach());
  }

  // Takes what the page says: the frames' steps, the step to show, and what a step is called.
  update(data, tell) {
    this.tell = tell;
    this.counted = data.counted;
    this.data = data;
    const same = data.steps.length === this.steps.length && data.steps.every((step, i) => step === this.steps[i]);
    const now = this.steps[this.place];
    this.steps = data.steps;
    this.slider.max = this.steps.length - 1;
    if (!same) {
      this.stop();
      this.button = null; // it is a new figure
    }
    const answer = this.told.indexOf(data.step);
    if (answer >= 0) this.told.splice(0, answer); // the page has not yet answered the steps told later
    else {
      this.told = [data.step];
      clearTimeout(this.waiting);
      this.stop();
      this.place = this.nearest(data.step);
      this.button = null;
    }
    if (answer >= 0 && !same) this.place = this.nearest(now ?? data.step);
    this.label();
    this.observer.disconnect();
    const box = this.root.getRootNode().host?.closest(`.st-key-${data.box}`);
    if (box && box !== this.box) this.box = box;
    if (this.box) this.observer.observe(this.box, { childList: true, subtree: true });
    this.attach();
  }

  // The chart can appear later than the player, and can be redrawn: each time it must show the player's frame.
  attach() {
    if (this.plot && !this.plot.isConnected) this.stopClock();
    const plot = this.box?.querySelector(".js-plotly-plot");
    const button = plot?.querySelector(".updatemenu-button");
    if (!button || button === this.button) return;
    if (plot !== this.plot) {
      plot.on("plotly_animatingframe", () => { if (plot === this.plot) this.drawn(); });
      plot.on("plotly_react", () => { if (plot === this.plot) this.drawAnew(); }); // in another size, for example
    }
    this.plot = plot;
    this.button = button;
    this.drawAnew();
  }

  drawAnew() {
    this.drawing = false;
    this.asked = null;
    this.draw();
  }

  nearest(step) {
    let best = 0;
    this.steps.forEach((other, i) => { if (Math.abs(other - step) < Math.abs(this.steps[best] - step)) best = i; });
    return best;
  }

  draw() {
    const step = this.steps[this.place];
    if (!this.plot || this.drawing || step === this.asked) return;
    const button = this.plot.querySelector(".updatemenu-button");
    clearTimeout(this.again);
    if (!button || !this.plot._transitionData?._frameHash?.[step]) { // a figure appears before its frames
      if (this.plot.isConnected) this.again = setTimeout(() => this.draw(), PATIENCE);
      return;
    }
    this.drawing = true;
    this.asked = step;
    this.clock = this.plot._transitionData;
    const command = button.__data__;
    const idle = command.args;
    command.args = [[String(step)], AT_ONCE];
    button.dispatchEvent(new MouseEvent("click"));
    command.args = idle;
  }

  // Plotly draws with a clock that looks once more after the last frame. If the figure goes away in between, it would
  // look for ever, and complain in the console each time.
  stopClock() {
    cancelAnimationFrame(this.clock?._animationRaf);
  }

  // Plotly has begun to draw the frame that it was asked for. If the player has moved on meanwhile, its frame is next.
  drawn() {
    this.drawing = false;
    this.draw();
  }

  show(place) {
    const last = this.steps.length - 1;
    const next = Math.max(0, Math.min(last, place));
    if (next !== this.place) {
      this.place = next;
      this.draw();
    }
    this.label();
  }

  label() {
    const step = this.steps[this.place] ?? 0;
    const last = this.steps.at(-1) ?? 0;
    const said = `${this.counted} ${step.toLocaleString("en-US")} of ${last.toLocaleString("en-US")}`;
    this.slider.value = this.place;
    this.slider.setAttribute("aria-valuetext", said);
    this.part("said").textContent = said;
    // The words for another step are not known until the page has sent them.
    this.part("words").textContent = this.place === this.nearest(this.data.step) ? this.data.words : "";
    const share = this.steps.length > 1 ? this.place / (this.steps.length - 1) : 0;
    this.slider.style.setProperty("--share", `${100 * share}%`);
    // Not `disabled`: a disabled button loses the focus, and keyboard users would have to find their place again.
    this.part("back").setAttribute("aria-disabled", this.place === 0);
    this.part("on").setAttribute("aria-disabled", this.place === this.steps.length - 1);
    this.mark();
  }

  walk(place) {
    this.stop();
    this.show(place);
    this.letGo(LET_GO);
  }

  toggle() {
    if (this.playing) {
      this.stop();
      this.letGo(0);
    } else this.play();
  }

  play() {
    clearTimeout(this.waiting);
    const fromStart = this.place === this.steps.length - 1;
    if (fromStart) this.show(0);
    this.playing = true;
    this.mark();
    this.due = performance.now() + (fromStart ? this.pace() : 0);
    const turn = this.playingSince = {};
    const tick = now => {
      if (!this.playing || this.playingSince !== turn) return;
      if (now >= this.due && !this.drawing && this.asked === this.steps[this.place]) {
        if (this.place === this.steps.length - 1) return this.toggle(); // the end of the film counts as a pause
        this.due = Math.max(this.due, now - ONE_FRAME) + this.pace(); // after a late picture, the next are no faster
        this.show(this.place + 1);
      }
      requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
  }

  // Milliseconds from picture to picture.
  pace() {
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    return Math.max(MILLISECONDS[this.part("speed").value], calm ? CALM : 0);
  }

  stop() {
    if (!this.playing) return;
    this.playing = false;
    this.mark();
  }

  mark() {
    const play = this.part("play");
    const word = this.playing ? "Pause" : this.place === 0 && this.data.invitation || "Play";
    if (play.getAttribute("aria-label") === word) return; // this runs with every picture, but the word seldom changes
    play.dataset.playing = this.playing;
    play.setAttribute("aria-label", word);
    this.part("word").textContent = word;
    // Off while it plays, or a screen reader would read every step.
    this.part("said").setAttribute("aria-live", this.playing ? "off" : "polite");
  }

  // The film has stopped: tell the page the step, so that the link and the numbers beside the film follow.
  letGo(delay) {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => {
      const step = this.steps[this.place];
      if (step === this.told.at(-1)) return;
      this.told.push(step);
      this.tell("step", step);
    }, delay);
  }

  // If the focus is in the player, all keys work. If no element that takes keys has the focus, the arrows work as well;
  // Space, Home and End, which otherwise scroll the page, work only if the visitor's last press was on the film.
  key(event) {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || event.defaultPrevented) return;
    const inside = event.composedPath().includes(this.root);
    const focus = document.activeElement;
    const nobody = !focus || focus === document.body || focus.dataset.testid === "stMain"; // a press gives it the focus
    if (!inside && !nobody) return;
    const target = event.composedPath()[0];
    if (inside && target === this.part("speed")) return;
    const arrows = { ArrowRight: this.place + 1, ArrowLeft: this.place - 1 };
    const ends = { Home: 0, End: this.steps.length - 1 };
    const all = inside || this.pressed;
    const moves = all ? { ...arrows, ...ends } : arrows;
    if (event.key === " " && all) {
      if (inside && target !== this.slider) return; // Space presses the button with the focus
      this.toggle();
    } else if (event.key in moves) this.walk(moves[event.key]);
    else return;
    event.preventDefault();
  }

  leave() {
    this.stop();
    this.stopClock();
    clearTimeout(this.waiting);
    clearTimeout(this.again);
    this.observer.disconnect();
    document.removeEventListener("keydown", this.onKey);
    document.removeEventListener("pointerdown", this.onPress);
  }
}

const players = new WeakMap();

// A step is told as an event, not as a state, so that the same step counts again after the box has had another one.
export default function ({ parentElement, data, setTriggerValue }) {
  const root = parentElement.querySelector(".player");
  if (!players.has(root)) players.set(root, new Player(root));
  const player = players.get(root);
  const turn = player.turn = {};
  player.update(data, setTriggerValue);
  return () => {
    if (player.turn !== turn) return; // a later call has taken over
    player.leave();
    players.delete(root);
  };
}
