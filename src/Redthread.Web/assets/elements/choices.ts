/** A field over many boxes that leaves only those whose words hold what is typed; what is checked always stays. */
class Choices extends HTMLElement {
  private field?: HTMLInputElement;

  private readonly type = (): void => {
    const words = this.field!.value.trim().toLowerCase();
    for (const group of this.querySelectorAll<HTMLElement>("[role=group]")) {
      const named = (group.getAttribute("aria-label") ?? "").toLowerCase().includes(words);
      for (const box of group.querySelectorAll<HTMLElement>(".check"))
        box.hidden = !(named || box.textContent!.toLowerCase().includes(words) || box.querySelector("input")!.checked);
      group.hidden = !group.querySelector(".check:not([hidden])");
    }
  };

  private readonly press = (event: KeyboardEvent): void => {
    // Enter here would send the whole form.
    if (event.key === "Enter") event.preventDefault();
  };

  connectedCallback(): void {
    if (this.field || this.querySelectorAll(".check").length < 8) return;
    this.field = document.createElement("input");
    this.field.className = "input";
    this.field.type = "search";
    this.field.placeholder = this.getAttribute("label") ?? "";
    this.field.setAttribute("aria-label", this.getAttribute("label") ?? "");
    this.field.addEventListener("input", this.type);
    this.field.addEventListener("keydown", this.press);
    this.prepend(this.field);
  }

  disconnectedCallback(): void {
    this.field?.remove();
    this.field = undefined;
  }
}

customElements.define("rt-choices", Choices);
