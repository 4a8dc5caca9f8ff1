/**
 * How this page was come to. At the first load the focus stays where the browser puts it; after a link the page begins
 * at its top; after back and forward the browser brings back the place.
 */
let arrival: "load" | "link" | "history" = "load";

export function watchArrivals(): void {
  addEventListener("popstate", () => {
    arrival = "history";
  });
  // wouter sends this event after each change that it makes.
  addEventListener("pushState", () => {
    arrival = "link";
  });
}

export const arrivedByLink = () => arrival === "link";
export const arrivedByHistory = () => arrival === "history";
