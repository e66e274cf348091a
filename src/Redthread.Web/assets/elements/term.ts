/** A word that leads to its meaning; its card opens by pointing, focus or a first tap, and Escape puts it away without moving either. */
class TermWord extends HTMLElement {
  private readonly hide = (event: KeyboardEvent): void => {
    if (event.key !== "Escape") return;
    this.classList.add("dismissed");
    this.classList.remove("tapped");
  };

  // A finger cannot point: the first tap opens the card, the second follows the link under it.
  private readonly tap = (event: MouseEvent): void => {
    const card = this.querySelector<HTMLElement>(".term-card");
    if ((event as PointerEvent).pointerType !== "touch" || !card || this.classList.contains("tapped")) return;
    event.preventDefault();
    event.stopPropagation();
    for (const other of document.querySelectorAll("rt-term.tapped")) other.classList.remove("tapped");
    this.classList.remove("dismissed");
    this.classList.add("tapped");
    addEventListener("pointerdown", (next) => { if (!this.contains(next.target as Node)) this.classList.remove("tapped"); }, { once: true });
  };

  private readonly again = (): void => this.classList.remove("dismissed");

  connectedCallback(): void {
    document.addEventListener("keydown", this.hide);
    this.addEventListener("click", this.tap, { capture: true });
    this.addEventListener("pointerenter", this.again);
    this.addEventListener("focusin", this.again);
  }

  disconnectedCallback(): void {
    document.removeEventListener("keydown", this.hide);
    this.removeEventListener("click", this.tap, { capture: true });
    this.removeEventListener("pointerenter", this.again);
    this.removeEventListener("focusin", this.again);
  }
}

customElements.define("rt-term", TermWord);
