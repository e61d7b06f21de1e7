/* Names the boxes of select2 after their field: select2 itself names them after what is chosen,
   so an empty one had no name for those who listen to the page. */
(() => {
  "use strict";
  const nameBoxes = () => {
    for (const box of document.querySelectorAll(".select2-selection:not([data-named])")) {
      const select = box.closest(".select2")?.previousElementSibling;
      // The label of an autocomplete filter points at nothing; it stands in the same group.
      const label = select?.labels?.[0] ?? box.closest(".group")?.querySelector("label, h3");
      const chosen = box.querySelector(".select2-selection__rendered");
      if (!label || !chosen) continue;
      label.id ||= `${select.id || select.name}-label`;
      box.setAttribute("aria-labelledby", `${label.id} ${chosen.id}`);
      chosen.setAttribute("aria-labelledby", label.id);
      box.dataset.named = "";
    }
  };
  // On a slow machine the boxes are drawn after the page is loaded.
  window.addEventListener("load", () => {
    nameBoxes();
    new MutationObserver(nameBoxes).observe(document.body, { childList: true, subtree: true });
  });
})();
