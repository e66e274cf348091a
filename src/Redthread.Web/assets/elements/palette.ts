import * as Turbo from "@hotwired/turbo";

interface Entry { title: string; kind: string; href: string }

/**
 * Opens on “/” and Ctrl-K over any page. Pages of the rail are offered at once, everything else comes from
 * the server as typed. Without script its link leads to the search page.
 */
class Palette extends HTMLElement {
  private dialog?: HTMLDialogElement;
  private entries: Entry[] = [];
  private chosen = 0;
  private asked = 0;

  private readonly press = (event: KeyboardEvent) => {
    const typing = (event.target as Element).matches?.("input, textarea, select, [contenteditable]");
    const slash = event.key === "/" && !typing && !event.ctrlKey && !event.metaKey;
    const k = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey);
    if (!slash && !k) return;
    event.preventDefault();
    this.open();
  };

  private readonly pressLink = (event: MouseEvent) => {
    if (event.ctrlKey || event.metaKey || !(event.target as Element).closest("[data-palette]")) return;
    event.preventDefault();
    this.open();
  };

  connectedCallback(): void {
    document.addEventListener("keydown", this.press);
    this.addEventListener("click", this.pressLink);
  }

  disconnectedCallback(): void {
    document.removeEventListener("keydown", this.press);
    this.removeEventListener("click", this.pressLink);
    this.dialog?.remove();
    this.dialog = undefined;
  }

  private open(): void {
    this.dialog ??= this.build();
    if (!this.dialog.isConnected) document.body.append(this.dialog);
    if (!this.dialog.open) this.dialog.showModal();
    this.input.value = "";
    void this.look("");
  }

  private build(): HTMLDialogElement {
    const dialog = document.createElement("dialog");
    dialog.className = "palette";
    // The server knows nothing of it, so a live refresh would take it away from under the reader's hands.
    dialog.id = "palette";
    dialog.setAttribute("data-turbo-permanent", "");
    dialog.setAttribute("aria-label", "Go to");
    dialog.innerHTML = `
      <input class="palette-input" type="text" role="combobox" aria-label="Search pages, journeys, stages and threads"
        aria-controls="palette-list" aria-expanded="true" aria-autocomplete="list" autocomplete="off" spellcheck="false"
        placeholder="Go to a page, a stage, an insight, a decision …">
      <ul class="palette-list" id="palette-list" role="listbox" aria-label="Results"></ul>
      <p class="palette-none" role="status"></p>`;
    dialog.querySelector("input")!.addEventListener("input", () => void this.look(this.input.value));
    dialog.addEventListener("keydown", (event) => this.steer(event));
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog) dialog.close();
      const row = (event.target as Element).closest<HTMLElement>("[data-index]");
      if (row) this.go(Number(row.dataset.index));
    });
    return dialog;
  }

  private get input(): HTMLInputElement {
    return this.dialog!.querySelector("input")!;
  }

  private steer(event: KeyboardEvent): void {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step !== 0 && this.entries.length > 0) {
      event.preventDefault();
      this.chosen = (this.chosen + step + this.entries.length) % this.entries.length;
      this.mark();
    } else if (event.key === "Enter") {
      event.preventDefault();
      this.go(this.chosen);
    }
  }

  private async look(query: string): Promise<void> {
    const turn = ++this.asked;
    const words = query.trim().toLowerCase();
    const pages = railLinks().filter((entry) => entry.title.toLowerCase().includes(words));
    this.show(pages, query);
    try {
      const address = `${this.getAttribute("src")}?q=${encodeURIComponent(query.trim())}`;
      const answer = await fetch(address, { headers: { Accept: "application/json" } });
      if (!answer.ok || turn !== this.asked) return;
      const found = (await answer.json()) as Entry[];
      const known = new Set(pages.map((entry) => entry.href));
      this.show([...pages, ...found.filter((entry) => !known.has(entry.href))], query);
    } catch {
      // The pages are already listed; a lost connection needs no more than that.
    }
  }

  private show(entries: Entry[], query: string): void {
    this.entries = entries.slice(0, 40);
    this.chosen = 0;
    const list = this.dialog!.querySelector("ul")!;
    list.replaceChildren(...this.entries.map(row));
    this.dialog!.querySelector(".palette-none")!.textContent =
      this.entries.length === 0 ? `Nothing is called “${query.trim()}”.` : "";
    this.mark();
  }

  private mark(): void {
    const rows = this.dialog!.querySelectorAll("[role=option]");
    rows.forEach((option, index) => option.setAttribute("aria-selected", String(index === this.chosen)));
    const current = rows[this.chosen];
    current?.scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", current?.id ?? "");
  }

  private go(index: number): void {
    const entry = this.entries[index];
    if (!entry) return;
    this.dialog!.close();
    Turbo.visit(entry.href);
  }
}

function railLinks(): Entry[] {
  return [...document.querySelectorAll<HTMLAnchorElement>(".more-pages a")].map((link) => ({
    title: link.querySelector(".rail-label")?.textContent ?? "",
    kind: "Page",
    href: link.getAttribute("href") ?? "/",
  }));
}

function row(entry: Entry, index: number): HTMLLIElement {
  const item = document.createElement("li");
  item.id = `palette-${index}`;
  item.setAttribute("role", "option");
  item.dataset.index = String(index);
  const title = document.createElement("span");
  const kind = document.createElement("small");
  title.textContent = entry.title;
  kind.textContent = entry.kind;
  item.append(title, kind);
  return item;
}

customElements.define("rt-palette", Palette);
