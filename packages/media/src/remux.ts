import { Dictionary, FormatContext, Packet, type Stream } from 'node-av/lib';
import { MediaReadError } from './errors.ts';
import { check, MediaFile } from './media-file.ts';

export type RemuxContainer = 'mp4' | 'mov' | 'matroska' | 'webm';

/**
 * Writes the picture and the sound of a file into a new one of the given container, without decoding them: subtitles,
 * data tracks, attachments, chapters and all metadata stay behind. How the picture lies is kept.
 * @throws MediaReadError when the container cannot hold these codecs, or the file cannot be read
 */
export async function remuxMedia(path: string, outPath: string, container: RemuxContainer): Promise<void> {
  await using file = await MediaFile.open(path);
  const kept = file.tracks.filter(({ kind, isCover }) => kind !== 'other' && !isCover);
  if (kept.length === 0) throw new MediaReadError('neither picture nor sound in the file');
  const output = new FormatContext();
  check(output.allocOutputContext2(null, container, outPath), 'begin');
  const packet = new Packet();
  packet.alloc();
  try {
    const streams = new Map<number, { from: Stream; to: Stream }>();
    for (const { index } of kept) {
      const from = file.streams[index];
      if (!from) continue;
      const to = output.newStream(null);
      check(from.codecpar.copy(to.codecpar), 'describe a track of');
      // Containers number their codecs differently; the muxer chooses.
      to.codecpar.codecTag = 0;
      to.timeBase = from.timeBase;
      to.avgFrameRate = from.avgFrameRate;
      to.sampleAspectRatio = from.sampleAspectRatio;
      streams.set(index, { from, to });
    }
    check(await output.openOutput(), 'create');
    const options = Dictionary.fromObject(container === 'mp4' || container === 'mov' ? { movflags: '+faststart' } : {});
    check(await output.writeHeader(options), 'write');
    options.free();
    while (await file.read(packet)) {
      const pair = streams.get(packet.streamIndex);
      if (pair) {
        packet.rescaleTs(pair.from.timeBase, pair.to.timeBase);
        packet.streamIndex = pair.to.index;
        packet.pos = -1n;
        check(await output.interleavedWriteFrame(packet), 'write');
      }
      packet.unref();
    }
    check(await output.writeTrailer(), 'finish');
  } finally {
    packet.free();
    await output.closeOutput();
    output.freeContext();
  }
}
