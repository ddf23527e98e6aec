import { aurora, auroraFilm } from './aurora.ts';
import { mountains, mountainsFilm } from './mountains.ts';
import { photograph } from './picture.ts';
import { sea, seaFilm } from './sea.ts';

const SCENES = {
  mountains: { scene: mountains, film: mountainsFilm },
  sea: { scene: sea, film: seaFilm },
  aurora: { scene: aurora, film: auroraFilm },
};

const QUALITY = 82;

/** The samples' names; each is a file `samples/<name>.jpg`. */
export const SAMPLES = ['mountains', 'sea', 'aurora'] as const;

/** A sample photo as a JPEG, `height` px high and half as wide again; the same picture every time. */
export function drawSample(name: (typeof SAMPLES)[number], height: number): Buffer {
  const { scene, film } = SCENES[name];
  return photograph(scene(height), film, height, QUALITY);
}
