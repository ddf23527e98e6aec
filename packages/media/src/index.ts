export { type ConvertedFilm, type ConvertOptions, convertMedia } from './convert.ts';
export { MediaLimitError, MediaReadError } from './errors.ts';
export { FilmReader, type YuvPicture } from './film-reader.ts';
export { type GifOptions, type MadeGif, makeGif } from './gif.ts';
export { MediaFile, type Track } from './media-file.ts';
export { type ProbedMedia, probeMedia, UndecodableError } from './probe.ts';
export { type RemuxContainer, remuxMedia } from './remux.ts';
export { convertStill, needsConversion, type StillColours, type StillPixels } from './still-colour.ts';
export { SOUND_RATE, SoundReader, type SoundStretch } from './sound-reader.ts';
