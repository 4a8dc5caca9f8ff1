import { expect, test } from "vitest";
import { partOfName, pathOfKey } from "./file-name.ts";

test.for([
  ["runs/2026-01/model_v1.onnx", "runs+/2026-01+/model_v1.onnx"],
  ["README.md", "%52%45%41%44%4d%45.md"],
  ["nul.txt", "%6eul.txt"],
  ["com1/a", "%63om1+/a"],
  ["nullable", "nullable"],
  ["ends.", "ends%2e"],
  ["50% off?/ö", "50%25%20off%3f+/%c3%b6"],
])("%s lies at %s", ([key, path]) => {
  expect(pathOfKey(String(key))).toBe(path);
});

test("every name tells its part again", () => {
  for (const part of ["a", "A", "con", "x.", "ä", "100%", "+", "😀", "%41"]) {
    expect(partOfName(pathOfKey(part))).toEqual({ part, folder: false });
    expect(partOfName(`${pathOfKey(part)}+`)).toEqual({ part, folder: true });
  }
});

test.for([["Thumbs.db"], ["%zz"], [".DS_Store"], ["%61"]])("%s is no object", ([name]) => {
  expect(partOfName(String(name))).toBeUndefined();
});
