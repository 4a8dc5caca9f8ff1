import { expect, test } from "vitest";
import { stemEnglish } from "./english-stemmer.ts";

// Words and stems as the published vocabulary of the algorithm pairs them.
const PAIRS = `
consign consign consigned consign consigning consign consignment consign consist consist consistency consist
consistent consist consistently consist consolation consol consolatory consolatori console consol consoling consol
consolingly consol consols consol conspicuous conspicu conspirator conspir constancy constanc constant constant
knack knack knackeries knackeri knavish knavish kneaded knead kneel kneel kneeling kneel knees knee knell knell
knelt knelt knew knew knife knife knightly knight knitting knit knives knive knobs knob knocked knock knots knot
ties tie cries cri gas gas this this gaps gap kiwis kiwi caresses caress
hopping hop hoping hope luxuriated luxuri agreed agre feed feed egging egg adding add falling fall
dying die lying lie inning inning outing outing cannings canning herring herring evening evening
proceed proceed exceed exceed succeed succeed skies sky sky sky news news howe howe atlas atlas cosmos cosmos
idly idl gently gentl ugly ugli early earli only onli singly singl
generate generat generously generous communism communism arsenal arsenal past past pasted paste
universe univers university universiti lateral lateral later later geologist geolog apology apolog
cry cri by by say say happily happili sensational sensat rationalization ration emotional emot
boy's boy dogs' dog 'tis tis at at yellow yellow enjoyment enjoy
`
  .trim()
  .split(/\s+/);

test("words have the stems of the published vocabulary", () => {
  const words = PAIRS.filter((_, at) => at % 2 === 0);
  const stems = PAIRS.filter((_, at) => at % 2 === 1);
  expect(words.length).toBe(stems.length);
  expect(words.map((word) => `${word} ${stemEnglish(word)}`)).toEqual(
    words.map((word, at) => `${word} ${stems[at]}`),
  );
});
