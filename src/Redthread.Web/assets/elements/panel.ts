import * as Turbo from "@hotwired/turbo";

/** A side panel that the address has opened: takes focus when it arrives, closes on Escape, gives focus back. */
class Panel extends HTMLElement {
  static observedAttributes = ["key"];

  private readonly press = (event: KeyboardEvent) => {
    const close = this.querySelector<HTMLAnchorElement>("a[data-close]");
    const busy = document.querySelector("dialog[open]") || (event.target as Element).matches?.("input, textarea, select");
    if (event.key !== "Escape" || event.defaultPrevented || busy || !close) return;
    event.preventDefault();
    Turbo.visit(close.href);
  };

  connectedCallback(): void {
    document.addEventListener("keydown", this.press);
    // A page that loads with its panel open leaves focus where every page starts.
    if (document.readyState === "complete") this.settle();
  }

  disconnectedCallback(): void {
    document.removeEventListener("keydown", this.press);
    const opener = this.getAttribute("opener");
    if (opener) requestAnimationFrame(() => giveBack(opener));
  }

  attributeChangedCallback(_name: string, before: string | null): void {
    if (before !== null && this.isConnected) this.settle();
  }

  private settle(): void {
    requestAnimationFrame(() => {
      this.querySelector(".panel")?.scrollTo({ top: 0 });
      const title = this.querySelector<HTMLElement>("[data-focus]");
      title?.focus({ preventScroll: true });
      title?.scrollIntoView({ block: "nearest" });
    });
  }
}

function giveBack(id: string): void {
  const opener = document.getElementById(id);
  opener?.focus({ preventScroll: true });
  opener?.scrollIntoView({ block: "nearest" });
}

customElements.define("rt-panel", Panel);
