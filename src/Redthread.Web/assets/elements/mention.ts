/**
 * Offers people's names while “@” and a few letters are typed into a text. Arrows choose, Enter or Tab takes, Escape leaves it;
 * without script the name is simply typed.
 */
class Mention extends HTMLElement {
  private names: string[] = [];
  private chosen = 0;
  private asked = 0;
  private list?: HTMLUListElement;

  private get text(): HTMLTextAreaElement {
    return this.querySelector("textarea")!;
  }

  private readonly type = (): void => void this.look();
  private readonly leave = (): void => this.close();

  private readonly press = (event: KeyboardEvent): void => {
    if (this.names.length === 0) return;
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step !== 0) {
      this.chosen = (this.chosen + step + this.names.length) % this.names.length;
      this.mark();
    } else if (event.key === "Enter" || event.key === "Tab") this.take(this.chosen);
    else if (event.key === "Escape") this.close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  connectedCallback(): void {
    this.text.setAttribute("aria-autocomplete", "list");
    this.text.addEventListener("input", this.type);
    this.text.addEventListener("keydown", this.press);
    this.text.addEventListener("blur", this.leave);
  }

  disconnectedCallback(): void {
    this.list?.remove();
    this.list = undefined;
  }

  /** What is typed after the last “@” before the caret; null when no name is being typed. */
  private typed(): string | null {
    const before = this.text.value.slice(0, this.text.selectionStart);
    const match = /(?:^|[^\p{L}\p{N}])@([^\n@]{0,40})$/u.exec(before);
    return match?.[1] ?? null;
  }

  private async look(): Promise<void> {
    const turn = ++this.asked;
    const typed = this.typed();
    if (typed === null) return this.close();
    const answer = await fetch(`${this.getAttribute("src")}?q=${encodeURIComponent(typed)}`, { headers: { Accept: "application/json" } }).catch(() => null);
    // A slow answer may come after a later question.
    if (turn !== this.asked || !answer?.ok) return;
    this.names = (await answer.json()) as string[];
    if (this.names.length === 0 || this.names.some((name) => name === typed)) return this.close();
    this.show();
  }

  private show(): void {
    if (!this.list) {
      this.list = document.createElement("ul");
      this.list.className = "mention-list";
      this.list.id = "mention-list";
      this.list.setAttribute("role", "listbox");
      this.list.setAttribute("aria-label", "People");
      // Before the text loses the focus to it.
      this.list.addEventListener("mousedown", (event) => {
        const row = (event.target as Element).closest<HTMLElement>("[role=option]");
        event.preventDefault();
        if (row) this.take(Number(row.dataset.index));
      });
    }
    this.list.replaceChildren(
      ...this.names.map((name, index) => {
        const row = document.createElement("li");
        row.id = `mention-${index}`;
        row.setAttribute("role", "option");
        row.dataset.index = String(index);
        row.textContent = name;
        return row;
      }),
    );
    this.chosen = 0;
    this.text.after(this.list);
    this.text.setAttribute("aria-controls", this.list.id);
    this.mark();
  }

  private mark(): void {
    this.list?.querySelectorAll("[role=option]").forEach((row, index) => row.setAttribute("aria-selected", String(index === this.chosen)));
    this.text.setAttribute("aria-activedescendant", `mention-${this.chosen}`);
  }

  private take(index: number): void {
    const typed = this.typed();
    const name = this.names[index];
    if (typed === null || name === undefined) return this.close();
    const at = this.text.selectionStart;
    this.text.setRangeText(`${name} `, at - typed.length, at, "end");
    this.close();
  }

  private close(): void {
    this.asked++;
    this.names = [];
    this.list?.remove();
    this.text.removeAttribute("aria-activedescendant");
    this.text.removeAttribute("aria-controls");
  }
}

customElements.define("rt-mention", Mention);
