/** Drags cards between and within the columns of a board, and sends the board's own form. The menus on the cards do the same without it. */
class Board extends HTMLElement {
  private dragged: HTMLElement | null = null;

  private readonly start = (event: DragEvent) => {
    this.dragged = (event.target as Element).closest<HTMLElement>(".board-card");
    event.dataTransfer?.setData("text/plain", this.dragged?.dataset.number ?? "");
    this.dragged?.classList.add("dragged");
  };

  private readonly over = (event: DragEvent) => {
    const column = (event.target as Element).closest<HTMLElement>(".board-column");
    if (!this.dragged || !column) return;
    event.preventDefault();
    this.clear();
    const next = this.cardBelow(column, event.clientY);
    (next ?? column).classList.add(next ? "drop-before" : "drop-end");
  };

  private readonly drop = (event: DragEvent) => {
    const column = (event.target as Element).closest<HTMLElement>(".board-column");
    const form = this.querySelector<HTMLFormElement>("[data-board-form]");
    const number = this.dragged?.dataset.number;
    if (!column || !form || !number) return;
    event.preventDefault();
    const next = this.cardBelow(column, event.clientY);
    const to = next ? `${column.dataset.horizon} before:${next.dataset.number}` : column.dataset.horizon;
    form.querySelector<HTMLInputElement>("[name=number]")!.value = number;
    form.querySelector<HTMLInputElement>("[name=to]")!.value = to ?? "";
    this.end();
    form.requestSubmit();
  };

  private readonly end = () => {
    this.clear();
    this.dragged?.classList.remove("dragged");
    this.dragged = null;
  };

  connectedCallback(): void {
    this.addEventListener("dragstart", this.start);
    this.addEventListener("dragover", this.over);
    this.addEventListener("drop", this.drop);
    this.addEventListener("dragend", this.end);
  }

  disconnectedCallback(): void {
    this.removeEventListener("dragstart", this.start);
    this.removeEventListener("dragover", this.over);
    this.removeEventListener("drop", this.drop);
    this.removeEventListener("dragend", this.end);
  }

  private cardBelow(column: HTMLElement, y: number): HTMLElement | undefined {
    return [...column.querySelectorAll<HTMLElement>(".board-card")].find((card) => {
      const box = card.getBoundingClientRect();
      return card !== this.dragged && y < box.top + box.height / 2;
    });
  }

  private clear(): void {
    for (const marked of this.querySelectorAll(".drop-before, .drop-end")) marked.classList.remove("drop-before", "drop-end");
  }
}

customElements.define("rt-board", Board);
