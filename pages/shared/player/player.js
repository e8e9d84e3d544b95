// The player of a film: it moves a Plotly figure with frames that stands in the same container.
//
// Plotly itself is hidden inside Streamlit's bundle. What can be reached is an invisible button that the figure brings
// along (see backprop/figures/film/remote.py): its click runs Plotly.animate with the arguments that the button holds.

const MILLISECONDS = { slow: 250, normal: 70, fast: 0 };
const CALM = 500; // the least time of a picture for a visitor who asked for less motion
const LET_GO = 300; // milliseconds after the last key until the page hears of the step

class Player {
  constructor(root) {
    this.root = root;
    this.part = name => root.querySelector(`[data-part="${name}"]`);
    this.steps = [];
    this.place = 0; // index of the frame that is shown
    this.told = null; // the step that page and player agree on
    this.playing = false;
    this.plot = null;
    this.slider = this.part("slider");
    this.part("back").onclick = () => this.walk(this.place - 1);
    this.part("on").onclick = () => this.walk(this.place + 1);
    this.part("play").onclick = () => this.toggle();
    this.part("speed").onchange = () => { if (this.playing) this.play(); };
    this.slider.oninput = () => { this.stop(); this.show(Number(this.slider.value)); };
    this.slider.onchange = () => this.letGo(0);
    this.onKey = event => this.key(event);
    document.addEventListener("keydown", this.onKey);
    this.observer = new MutationObserver(() => this.attach());
  }

  // What the page says: the frames' steps, the step to show, and what a step is called.
  update(data, tell) {
    this.tell = tell;
    this.counted = data.counted;
    this.part("words").textContent = data.words;
    const same = data.steps.length === this.steps.length && data.steps.every((step, i) => step === this.steps[i]);
    const now = this.steps[this.place];
    this.steps = data.steps;
    this.slider.max = this.steps.length - 1;
    if (!same) {
      this.stop();
      this.button = null; // the figure is another one
    }
    if (data.step !== this.told) {
      this.told = data.step;
      this.stop();
      this.place = this.nearest(data.step);
      this.button = null;
    } else if (!same) {
      this.place = this.nearest(now ?? data.step);
    }
    this.label();
    this.observer.disconnect();
    const box = this.root.getRootNode().host?.closest(`.st-key-${data.box}`);
    if (box && box !== this.box) this.box = box;
    if (this.box) this.observer.observe(this.box, { childList: true, subtree: true });
    this.attach();
  }

  // The chart can come later than the player, and be drawn anew: each time it is brought to where the player is.
  attach() {
    const plot = this.box?.querySelector(".js-plotly-plot");
    const button = plot?.querySelector(".updatemenu-button");
    if (!button || button === this.button || !plot._transitionData?._frames?.length) return;
    if (plot !== this.plot) {
      plot.on("plotly_animatingframe", event => this.drawn(event.name));
      plot.on("plotly_react", () => this.draw()); // another figure, such as one with the plane filled
    }
    this.plot = plot;
    this.button = button;
    this.draw();
  }

  nearest(step) {
    let best = 0;
    this.steps.forEach((other, i) => { if (Math.abs(other - step) < Math.abs(this.steps[best] - step)) best = i; });
    return best;
  }

  // A figure that is on its way may not have the frame yet; once it has come, it is brought there.
  draw() {
    const step = this.steps[this.place];
    if (this.plot?._transitionData._frameHash[step]) this.animate([step], 0);
  }

  // Frames one after the other. Where the film is meanwhile, Plotly tells (see `attach`).
  animate(steps, milliseconds) {
    const button = this.plot.querySelector(".updatemenu-button");
    const frame = { duration: milliseconds, redraw: false };
    this.forget();
    button.__data__.args = [steps.map(String), { mode: "immediate", frame, transition: { duration: 0 } }];
    button.dispatchEvent(new MouseEvent("click"));
  }

  // Frames that wait are dropped here: if Plotly drops them, it writes a warning into the console.
  forget() {
    const queue = this.plot?._transitionData?._frameQueue;
    if (queue) queue.length = 0;
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
    const share = this.steps.length > 1 ? this.place / (this.steps.length - 1) : 0;
    this.slider.style.setProperty("--share", `${100 * share}%`);
    this.part("back").disabled = this.place === 0;
    this.part("on").disabled = this.place === this.steps.length - 1;
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
    if (!this.plot) return;
    clearTimeout(this.waiting);
    if (this.place === this.steps.length - 1) this.show(0);
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.playing = true;
    this.mark();
    const each = Math.max(MILLISECONDS[this.part("speed").value], calm ? CALM : 0);
    this.animate(this.steps.slice(this.place + 1), each);
  }

  // Plotly has begun to draw a frame.
  drawn(name) {
    if (!this.playing) return;
    this.place = this.steps.indexOf(Number(name));
    this.label();
    if (this.place === this.steps.length - 1) {
      this.stop();
      this.letGo(0);
    }
  }

  stop() {
    if (!this.playing) return;
    this.playing = false;
    this.forget();
    this.mark();
  }

  mark() {
    const play = this.part("play");
    play.dataset.playing = this.playing;
    play.setAttribute("aria-label", this.playing ? "Pause" : "Play");
    this.part("word").textContent = this.playing ? "Pause" : "Play";
    // While it plays, a screen reader would read step after step.
    this.part("said").setAttribute("aria-live", this.playing ? "off" : "polite");
  }

  // The film stands: the link and the numbers beside it follow.
  letGo(delay) {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => {
      const step = this.steps[this.place];
      if (step === this.told) return;
      this.told = step;
      this.tell("step", step);
    }, delay);
  }

  // Keys count in the player, and on the page as long as nothing that takes keys has the focus.
  key(event) {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || event.defaultPrevented) return;
    const inside = event.composedPath().includes(this.root);
    const focus = document.activeElement;
    if (!inside && focus && focus !== document.body) return;
    const target = event.composedPath()[0];
    if (inside && target === this.part("speed")) return;
    const moves = {
      ArrowRight: this.place + 1, ArrowLeft: this.place - 1, Home: 0, End: this.steps.length - 1,
    };
    if (event.key === " ") {
      if (inside && target !== this.slider) return; // a button presses itself
      if (!inside && !this.root.isConnected) return;
      this.toggle();
    } else if (event.key in moves) this.walk(moves[event.key]);
    else return;
    event.preventDefault();
  }

  leave() {
    this.stop();
    clearTimeout(this.waiting);
    this.observer.disconnect();
    document.removeEventListener("keydown", this.onKey);
  }
}

const players = new WeakMap();

export default function ({ parentElement, data, setStateValue }) {
  const root = parentElement.querySelector(".player");
  if (!players.has(root)) players.set(root, new Player(root));
  const player = players.get(root);
  player.update(data, setStateValue);
  return () => { player.leave(); players.delete(root); };
}
