import { withoutQuotes } from '../lib/quotes.ts';
import { normalise } from './normalise.ts';

/** How a video is to be rendered, as far as words say so. */
export interface OutputWish {
  resolution?: '480p' | '720p' | '1080p' | '2k' | '4k';
  fps?: number;
}

/** Longer texts are read no further, in UTF-16 units. */
const LONGEST = 2000;

/** For normalised text; the most particular first. A bare 720 or 480 may be degrees or anything. */
const RESOLUTIONS: readonly (readonly [RegExp, NonNullable<OutputWish['resolution']>])[] = [
  [/(?<![\w.])(?:4k|2160p?|uhd|ultra ?hd)(?!\w)|超高清/u, '4k'],
  [/(?<![\w.])(?:2k|1440p?|qhd)(?!\w)/u, '2k'],
  [/(?<![\w.])(?:1080p?|full ?hd|fhd)(?!\w)|全高清|蓝光/u, '1080p'],
  [/(?<![\w.])720p(?!\w)|(?:export|render|download|导出|汇出|输出) ?(?:in |at |as |to )?720(?!\w)/u, '720p'],
  [/(?<![\w.])480p(?!\w)/u, '480p'],
  // What people call HD is at least this.
  [/(?<![\w.])hd(?!\w)|高清/u, '1080p'],
];

const FPS =
  /(?<![\d.])(\d{2,3}) ?(?:fps|frames? (?:per|a) sec(?:ond)?|hz|帧)|(?:帧率|帧数|每秒|frame ?rate)(?:是|为|:| of| at| to|改成|设为|用)? ?(\d{2,3})(?!\d)/u;

/** What the words of a request for a video say about its resolution and frame rate; quoted words are titles, not wishes. */
export function readOutput(text: string): OutputWish | undefined {
  const plain = normalise(withoutQuotes(text.slice(0, LONGEST)));
  const resolution = RESOLUTIONS.find(([shape]) => shape.test(plain))?.[1];
  const found = FPS.exec(plain);
  const fps = Number(found?.[1] ?? found?.[2]);
  const wish = { ...(resolution && { resolution }), ...(fps >= 10 && fps <= 120 && { fps }) };
  return Object.keys(wish).length > 0 ? wish : undefined;
}
