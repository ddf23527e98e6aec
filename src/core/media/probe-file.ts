import { ADTS, FilePathSource, Input, MATROSKA, MP3, MP4, QTFF, WAVE, WEBM } from 'mediabunny';
import { type ProbedVideo, UnreadableMediaError } from './media.ts';

/**
 * Single files alone: with playlists (HLS) among the formats, a user's file could make the bot open other files.
 * Reading them is JavaScript throughout: nothing a user sends reaches a native decoder here.
 */
const FORMATS = [MP4, QTFF, MATROSKA, WEBM, MP3, WAVE, ADTS];

/**
 * The size, length and sound of a video file (MP4, MOV, WebM, MKV), read without decoding it.
 * @throws UnreadableMediaError when there is no readable video in it.
 */
export async function probeVideoFile(path: string): Promise<ProbedVideo> {
  return await withInput(path, async (input) => {
    const video = await input.getPrimaryVideoTrack();
    if (!video) throw new UnreadableMediaError('no video in the file');
    const width = await video.getDisplayWidth();
    const height = await video.getDisplayHeight();
    const seconds = (await video.getDurationFromMetadata()) ?? (await video.computeDuration());
    const audio = await input.getPrimaryAudioTrack();
    return { width, height, durationMs: Math.round(seconds * 1000), hasAudio: audio !== null };
  });
}

/**
 * Which tracks a media file has.
 * @throws UnreadableMediaError when it has none or cannot be read.
 */
export async function probeTracks(path: string): Promise<{ video: boolean; audio: boolean }> {
  return await withInput(path, async (input) => {
    const tracks = await input.getTracks();
    const video = tracks.some((track) => track.isVideoTrack());
    const audio = tracks.some((track) => track.isAudioTrack());
    if (!video && !audio) throw new UnreadableMediaError('neither video nor audio in the file');
    return { video, audio };
  });
}

async function withInput<T>(path: string, work: (input: Input) => Promise<T>): Promise<T> {
  const input = new Input({ source: new FilePathSource(path), formats: FORMATS });
  try {
    return await work(input);
  } catch (error) {
    if (error instanceof UnreadableMediaError) throw error;
    throw new UnreadableMediaError(error instanceof Error ? error.message : String(error), { cause: error });
  } finally {
    input.dispose();
  }
}
