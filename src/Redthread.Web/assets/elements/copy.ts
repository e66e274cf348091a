/** Copies the text of its output; the button appears only where copying works. */
class Copy extends HTMLElement {
  connectedCallback(): void {
    const button = this.querySelector<HTMLButtonElement>("[data-copy]");
    const output = this.querySelector("output");
    if (!button || !output || !navigator.clipboard) return;
    button.hidden = false;
    button.onclick = async () => {
      await navigator.clipboard.writeText(output.textContent?.trim() ?? "");
      announce("Copied");
      button.lastChild!.textContent = "Copied";
    };
  }
}

function announce(message: string): void {
  const region = document.getElementById("announcements");
  if (region) region.textContent = message;
}

customElements.define("rt-copy", Copy);
