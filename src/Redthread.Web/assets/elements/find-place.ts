/**
 * Where there are more places than letters: typing anywhere narrows the list, Enter chooses the place that is marked, arrows mark
 * another, Escape shows all again. Digits keep to what is suggested, since no letter has been typed.
 */
class FindPlace extends HTMLElement {
  private marked = 0;

  private get field(): HTMLInputElement {
    return this.querySelector<HTMLInputElement>("input[name=find]")!;
  }

  private get places(): HTMLElement[] {
    return [...document.querySelectorAll<HTMLElement>(".placing-columns .place")];
  }

  private get found(): HTMLElement[] {
    return this.places.filter((place) => !place.hidden);
  }

  private readonly type = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.repeat || !/^\p{L}$/u.test(event.key)) return;
    if ((event.target as HTMLElement | null)?.closest("input, textarea, select, dialog, [contenteditable]")) return;
    // “z” takes the last one back as long as nothing is typed.
    if (document.querySelector(`[data-key="${CSS.escape(event.key)}"]`)) return;
    this.field.focus();
  };

  private readonly steer = (event: KeyboardEvent): void => {
    const { found, field } = this;
    const empty = field.value.trim() === "";
    if (event.key === "Enter") {
      event.preventDefault();
      if (empty) return;
      // The next text comes with the same field: what is pressed then is meant for the text.
      field.blur();
      found[this.marked]?.click();
    } else if (event.key === "Escape") {
      field.value = "";
      field.blur();
      this.narrow();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      this.mark(found, this.marked + (event.key === "ArrowDown" ? 1 : -1));
    } else if (empty && /^[0-9.]$/.test(event.key)) {
      event.preventDefault();
      field.blur();
      document.querySelector<HTMLElement>(`[data-key="${CSS.escape(event.key)}"]`)?.click();
    }
  };

  private readonly narrow = (): void => {
    const words = this.field.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    for (const place of this.places) {
      const name = place.dataset.find!.toLowerCase();
      place.hidden = !words.every((word) => name.includes(word));
    }
    for (const group of document.querySelectorAll<HTMLElement>(".placing-columns fieldset")) group.hidden = !group.querySelector(".place:not([hidden])");
    const begins = words.length === 0 ? -1 : this.found.findIndex((place) => place.dataset.find!.toLowerCase().startsWith(words.join(" ")));
    this.mark(this.found, Math.max(0, begins));
  };

  private mark(found: HTMLElement[], at: number): void {
    for (const place of this.places) place.classList.remove("marked");
    this.marked = found.length === 0 ? 0 : (at + found.length) % found.length;
    const [says, empty] = [this.querySelector<HTMLElement>("[role=status]")!, this.field.value.trim() === ""];
    if (empty) {
      says.textContent = "";
      return;
    }
    const chosen = found[this.marked];
    chosen?.classList.add("marked");
    const journey = chosen?.closest("fieldset")?.querySelector("legend")?.textContent;
    says.textContent = chosen ? `Enter: ${chosen.querySelector("span:last-of-type")!.textContent}, ${journey} (${this.marked + 1} of ${found.length})` : "No place is called so.";
  }

  connectedCallback(): void {
    document.addEventListener("keydown", this.type);
    this.field.addEventListener("keydown", this.steer);
    this.field.addEventListener("input", this.narrow);
  }

  disconnectedCallback(): void {
    document.removeEventListener("keydown", this.type);
  }
}

customElements.define("rt-find-place", FindPlace);
