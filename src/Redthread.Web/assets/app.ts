import "@hotwired/turbo";
import "./same-page";
import "./guard-typing";
import "./elements/live";
import "./elements/palette";
import "./elements/dialog";
import "./elements/filters";
import "./elements/panel";
import "./elements/copy";

document.documentElement.classList.add("scripted");
