/** A word that leads to its meaning; its card opens by pointing or focus, and Escape puts it away without moving either. */
class TermWord extends HTMLElement {
  private readonly hide = (event: KeyboardEvent): void => {
    if (event.key === "Escape") this.classList.add("dismissed");
  };

  private readonly again = (): void => this.classList.remove("dismissed");

  connectedCallback(): void {
    document.addEventListener("keydown", this.hide);
    this.addEventListener("pointerenter", this.again);
    this.addEventListener("focusin", this.again);
  }

  disconnectedCallback(): void {
    document.removeEventListener("keydown", this.hide);
    this.removeEventListener("pointerenter", this.again);
    this.removeEventListener("focusin", this.again);
  }
}

customElements.define("rt-term", TermWord);
