import { useState } from 'preact/hooks';
import type { PageSegment, PageTimeline } from '../wire.ts';
import type { Client } from './client.ts';
import { secondsText, t } from './words.ts';

const TITLES = { video: 'trackVideo', audio: 'trackMusic', text: 'trackText' } as const;

/** The timeline: clips with their pictures and lengths, which can be reordered, music and titles below them. */
export function Strip({ client }: { client: Client }) {
  const { timeline } = client;
  if (!timeline || timeline.tracks.length === 0) return null;
  const { durationMs, aspect, tracks } = timeline;
  const seconds = secondsText(durationMs);
  const facts = aspect ? t('timelineFacts', { seconds, aspect }) : t('timelineLength', { seconds });
  const clips = tracks.find(({ kind }) => kind === 'video')?.segments ?? [];
  return (
    <details class="strip" open>
      <summary>
        {t('timeline')} <span>{facts}</span>
      </summary>
      {clips.length > 0 && <Clips client={client} clips={clips} />}
      {tracks
        .filter(({ kind }) => kind !== 'video')
        .map((track, index) => (
          <Bars key={`${track.kind}-${index}`} track={track} durationMs={durationMs} />
        ))}
    </details>
  );
}

function Clips({ client, clips }: { client: Client; clips: PageSegment[] }) {
  const [dragged, setDragged] = useState<number>();
  const [over, setOver] = useState<number>();
  const move = (from: number, to: number) => {
    if (from === to || to < 0 || to >= clips.length) return;
    // What somebody would type: the bot answers it as it answers any request.
    client.submit(t('moveClip', { from: from + 1, to: to + 1 }));
  };
  return (
    <>
      <p id="reorder-hint" class="hidden">
        {t('reorderHint')}
      </p>
      <ol class="clips" aria-label={t('trackVideo')} aria-describedby="reorder-hint">
        {clips.map((clip, index) => (
          <li
            key={`${index}-${clip.name}`}
            draggable
            class={over === index && dragged !== index ? 'over' : ''}
            title={clip.name}
            onDragStart={(event) => {
              setDragged(index);
              event.dataTransfer?.setData('text/plain', String(index + 1));
              if (event.dataTransfer) event.dataTransfer.effectAllowed = 'move';
            }}
            onDragOver={(event) => {
              if (dragged === undefined) return;
              event.preventDefault();
              setOver(index);
            }}
            onDrop={(event) => {
              if (dragged === undefined) return;
              event.preventDefault();
              move(dragged, index);
              setOver(undefined);
            }}
            onDragEnd={() => {
              setDragged(undefined);
              setOver(undefined);
            }}
          >
            <Clip client={client} clip={clip} number={index + 1} total={clips.length} move={(to) => move(index, to)} />
          </li>
        ))}
      </ol>
    </>
  );
}

function Clip(props: { client: Client; clip: PageSegment; number: number; total: number; move: (to: number) => void }) {
  const { client, clip, number, total, move } = props;
  const { name, durationMs, file } = clip;
  const seconds = secondsText(durationMs);
  return (
    <>
      {file ? (
        <img
          src={`/files/${client.current}/${file}/preview.jpg`}
          alt={t('clip', { number, total, name, seconds })}
          draggable={false}
        />
      ) : (
        <span class="no-picture">{name || number}</span>
      )}
      <span class="length">{t('seconds', { seconds })}</span>
      <span class="arrows">
        <button
          type="button"
          disabled={number === 1}
          aria-label={t('moveEarlier', { number })}
          onClick={() => move(number - 2)}
        >
          ‹
        </button>
        <button
          type="button"
          disabled={number === total}
          aria-label={t('moveLater', { number })}
          onClick={() => move(number)}
        >
          ›
        </button>
      </span>
    </>
  );
}

/** Music and titles as bars where they are in the video. */
function Bars({
  track: { kind, segments },
  durationMs,
}: {
  track: PageTimeline['tracks'][number];
  durationMs: number;
}) {
  const whole = Math.max(1, durationMs);
  return (
    <div class={`bars ${kind}`}>
      <span>{t(TITLES[kind])}</span>
      <ol aria-label={t(TITLES[kind])}>
        {segments.map(({ name, startMs, durationMs: length }, index) => (
          <li
            key={`${index}-${name}`}
            style={{ left: `${(startMs / whole) * 100}%`, width: `${Math.max(4, (length / whole) * 100)}%` }}
            title={`${name} · ${t('seconds', { seconds: secondsText(length) })}`}
          >
            {name}
          </li>
        ))}
      </ol>
    </div>
  );
}
