/** How often a word stands in a passage. */
export interface Posting {
  passage: number;
  count: number;
  /** Words in the passage, which BM25 weighs the count against. */
  length: number;
}

/** Postings in ascending order of passage, each as distance to the one before, count and length. */
export function encodePostings(firstPassage: number, postings: readonly Posting[]): Uint8Array {
  const bytes = room(postings.length * 3);
  let end = 0;
  let previous = firstPassage;
  for (const { passage, count, length } of postings) {
    end = put(bytes, end, passage - previous);
    end = put(bytes, end, count);
    end = put(bytes, end, length);
    previous = passage;
  }
  return bytes.slice(0, end);
}

export function decodePostings(
  firstPassage: number,
  data: Uint8Array,
  visit: (passage: number, count: number, length: number) => void,
): void {
  const numbers = decodeNumbers(data);
  let passage = firstPassage;
  for (let at = 0; at + 2 < numbers.length; at += 3) {
    passage += numbers[at] ?? 0;
    visit(passage, numbers[at + 1] ?? 0, numbers[at + 2] ?? 0);
  }
}

/** Whole numbers from 0 to 2³¹ - 1, seven bits a byte, least significant first. */
export function encodeNumbers(numbers: readonly number[]): Uint8Array {
  const bytes = room(numbers.length);
  let end = 0;
  for (const number of numbers) end = put(bytes, end, number);
  return bytes.slice(0, end);
}

const MOST_BYTES = 5;
/** Used again and again: lists are many, and most of them short. */
let scratch = new Uint8Array(4096);

function room(numbers: number): Uint8Array {
  if (scratch.length < numbers * MOST_BYTES) scratch = new Uint8Array(2 * numbers * MOST_BYTES);
  return scratch;
}

/** @returns where the next number goes */
function put(bytes: Uint8Array, end: number, number: number): number {
  let rest = number;
  while (rest > 127) {
    bytes[end++] = (rest & 127) | 128;
    rest >>>= 7;
  }
  bytes[end++] = rest;
  return end;
}

export function decodeNumbers(data: Uint8Array): number[] {
  const numbers: number[] = [];
  let number = 0;
  let shift = 0;
  for (let at = 0; at < data.length; at++) {
    const byte = data[at] ?? 0;
    number |= (byte & 127) << shift;
    if (byte > 127) {
      shift += 7;
      continue;
    }
    numbers.push(number);
    number = 0;
    shift = 0;
  }
  return numbers;
}
