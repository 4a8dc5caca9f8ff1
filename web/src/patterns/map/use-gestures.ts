import { type RefObject, useEffect, useEffectEvent } from "react";
import type { Place } from "./view.ts";

/** All places are in pixels from the upper left corner of the element. */
export interface Gestures {
  /** Whether dragging draws instead of moving. */
  drawing: boolean;
  onPan(dx: number, dy: number): void;
  onZoom(factor: number, at: Place): void;
  onDraw(at: Place): void;
  /** The line is whole, or was given up. */
  onDrawn(whole: boolean): void;
  onTap(at: Place, touch: boolean): void;
  /** A mouse rests or moves over a place; undefined when it leaves. */
  onHover(at: Place | undefined): void;
}

/** A press that moves no farther is a tap. In pixels. */
const TAP = 4;

/** Mouse, pen and fingers on a map: drag, pinch, wheel, tap, hover. What is a link or a button stays one. */
export function useGestures(ref: RefObject<HTMLElement | null>, gestures: Gestures): void {
  const { onPan, onZoom, onDraw, onDrawn, onTap, onHover } = gestures;
  const isDrawing = useEffectEvent(() => gestures.drawing);
  const pan = useEffectEvent(onPan);
  const zoom = useEffectEvent(onZoom);
  const draw = useEffectEvent(onDraw);
  const drawn = useEffectEvent(onDrawn);
  const tap = useEffectEvent(onTap);
  const hover = useEffectEvent(onHover);

  useEffect(() => {
    const element = ref.current;
    if (!element) return;
    const pressed = new Map<number, Place>();
    let from: Place | undefined;
    let moved = false;

    const placeOf = (event: MouseEvent): Place => {
      const { left, top } = element.getBoundingClientRect();
      return { x: event.clientX - left, y: event.clientY - top };
    };
    const down = (event: PointerEvent) => {
      if (event.button !== 0 || isControl(event.target)) return;
      element.setPointerCapture(event.pointerId);
      pressed.set(event.pointerId, placeOf(event));
      if (pressed.size > 1) return giveUp();
      from = placeOf(event);
      moved = false;
      hover(undefined);
    };
    /** A second finger makes a pinch of what was begun. */
    const giveUp = () => {
      if (isDrawing()) drawn(false);
      moved = true;
    };
    const move = (event: PointerEvent) => {
      const at = placeOf(event);
      const before = pressed.get(event.pointerId);
      if (!before) {
        if (event.pointerType === "mouse" && !isControl(event.target)) hover(at);
        return;
      }
      if (!moved && from && distance(from, at) <= TAP) return;
      pressed.set(event.pointerId, at);
      const [other] = [...pressed].flatMap(([id, place]) => (id === event.pointerId ? [] : place));
      if (other) pinch(before, at, other);
      else if (isDrawing()) draw(at);
      else pan(at.x - before.x, at.y - before.y);
      moved = true;
    };
    const pinch = (before: Place, at: Place, other: Place) => {
      pan((at.x - before.x) / 2, (at.y - before.y) / 2);
      const factor = distance(at, other) / Math.max(1, distance(before, other));
      zoom(factor, { x: (at.x + other.x) / 2, y: (at.y + other.y) / 2 });
    };
    const up = (event: PointerEvent) => {
      if (!pressed.delete(event.pointerId) || pressed.size > 0) return;
      if (!moved && event.type === "pointerup") tap(placeOf(event), event.pointerType !== "mouse");
      else if (isDrawing()) drawn(event.type === "pointerup");
    };
    const leave = () => hover(undefined);
    const wheel = (event: WheelEvent) => {
      event.preventDefault();
      // Lines of a wheel, a pinch on a touchpad, or pixels.
      const speed = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 0.05 : event.ctrlKey ? 0.01 : 0.002;
      zoom(Math.exp(-event.deltaY * speed), placeOf(event));
    };
    const doubleClick = (event: MouseEvent) => {
      if (!isControl(event.target)) zoom(2, placeOf(event));
    };

    const ending = new AbortController();
    const { signal } = ending;
    element.addEventListener("pointerdown", down, { signal });
    element.addEventListener("pointermove", move, { signal });
    element.addEventListener("pointerup", up, { signal });
    element.addEventListener("pointercancel", up, { signal });
    element.addEventListener("pointerleave", leave, { signal });
    element.addEventListener("dblclick", doubleClick, { signal });
    element.addEventListener("wheel", wheel, { signal, passive: false });
    return () => ending.abort();
  }, [ref]);
}

const distance = (a: Place, b: Place) => Math.hypot(a.x - b.x, a.y - b.y);

const isControl = (target: EventTarget | null) =>
  target instanceof Element && target.closest("a, button, label, [data-card]") !== null;
