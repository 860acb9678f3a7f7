"use strict";
// Boxes in which something is looked up by its name are drawn by select2, which does not say
// to a screen reader what they are for: they get the name of the list behind them.
{
    const nameOf = (select) => {
        const labels = Array.from(select.labels, (label) => label.textContent.trim());
        return select.getAttribute("aria-label") || labels.join(" ");
    };

    const name = (select, drawn) => {
        const box = drawn.querySelector(".select2-selection");
        const chosen = drawn.querySelector(".select2-selection__rendered");
        if (!box || !chosen) {
            return;
        }
        // What is chosen is read as part of the box, not as a box of its own.
        chosen.removeAttribute("role");
        chosen.removeAttribute("aria-readonly");
        box.id = `${select.id}-box`;
        box.setAttribute("aria-label", nameOf(select));
        box.setAttribute("aria-labelledby", `${box.id} ${chosen.id}`);
    };

    // They are drawn when the page is ready, and with each row that is added to a table.
    new MutationObserver((changes) => {
        for (const node of changes.flatMap((change) => Array.from(change.addedNodes))) {
            const select = node.previousElementSibling;
            if (select?.tagName === "SELECT" && node.classList?.contains("select2-container")) {
                name(select, node);
            }
        }
    }).observe(document, { childList: true, subtree: true });

    addEventListener("load", () => {
        globalThis.django?.jQuery?.(document).on("select2:open", (event) => {
            const search = document.querySelector(".select2-container--open .select2-search__field");
            search?.setAttribute("aria-label", nameOf(event.target));
        });
    });
}
