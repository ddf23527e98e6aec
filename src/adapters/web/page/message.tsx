import type { PageFile, PageMessage, PageVideo } from '../wire.ts';
import type { Client } from './client.ts';
import { clockText, secondsText, sizeText, t } from './words.ts';

/** A message as a bubble. @param now by the server's clock, in ms */
export function Message({ client, message, now }: { client: Client; message: PageMessage; now: number }) {
  const { from, text, files = [], video, buttons = [], progress, at, id } = message;
  const chat = client.current;
  if (progress) return <ProgressMessage text={text} elapsedMs={now - at} />;
  return (
    <li class={`message ${from}`}>
      <span class="hidden">{from === 'user' ? t('you') : t('bot')}: </span>
      <div class="bubble">
        {files.length > 0 && (
          <ul class="files">
            {files.map((file) => (
              <FileView key={file.id} chat={chat} file={file} />
            ))}
          </ul>
        )}
        {video && <VideoView chat={chat} video={video} />}
        {text && <p>{withLinks(text)}</p>}
      </div>
      {(buttons.length > 0 || video) && (
        <div class="buttons">
          {video && (
            <a class="chip" href={`/files/${chat}/${video.id}?download`} download={video.name}>
              ⬇ {t('download')} · {sizeText(video.bytes)}
            </a>
          )}
          {buttons.map(({ id: button, label, url }) =>
            url ? (
              <a key={button} class="chip" href={url} target="_blank" rel="noreferrer noopener">
                {label}
              </a>
            ) : (
              <button key={button} type="button" class="chip" onClick={() => client.press(id, button)}>
                {label}
              </button>
            ),
          )}
        </div>
      )}
    </li>
  );
}

/** What the bars of the texts are made of: the page draws its own. */
const BAR = /[▓░]+/g;

function ProgressMessage({ text, elapsedMs }: { text: string; elapsedMs: number }) {
  const percent = /(\d{1,3})\s?%/.exec(text)?.[1];
  const words = text.replace(BAR, '').replace(/ {2,}/g, ' ');
  return (
    <li class="message bot progress" aria-live="off">
      <div class="bubble">
        <p>{words}</p>
        <progress max={100} value={percent === undefined ? undefined : Number(percent)} aria-label={t('progress')} />
        <p class="state">{t('elapsed', { time: clockText(elapsedMs) })}</p>
      </div>
    </li>
  );
}

function FileView({ chat, file: { id, name, bytes, preview } }: { chat: string; file: PageFile }) {
  const address = `/files/${chat}/${id}`;
  return (
    <li>
      <a href={`${address}?download`} download={name} title={`${name} · ${sizeText(bytes)}`}>
        {preview ? (
          <img src={`${address}/preview.jpg`} alt={t('picture', { name })} loading="lazy" />
        ) : (
          <span class="file">📎 {name}</span>
        )}
      </a>
    </li>
  );
}

function VideoView({ chat, video }: { chat: string; video: PageVideo }) {
  const { id, name, width, height, durationMs, form, poster } = video;
  const address = `/files/${chat}/${id}`;
  const picture = poster ? `${address}/preview.jpg` : undefined;
  const values = { name, seconds: secondsText(durationMs) };
  if (form === 'gif') return <img class="film" src={address} alt={t('picture', { name })} />;
  if (form === 'audio')
    return (
      // biome-ignore lint/a11y/useMediaCaption: nobody speaks in what is made here, or it is the visitor's own recording.
      <audio controls preload="metadata" src={address} aria-label={t('soundLabel', values)} />
    );
  return (
    // biome-ignore lint/a11y/useMediaCaption: nobody speaks in what is made here, or it is the visitor's own recording.
    <video
      class={height > width ? 'film upright' : 'film'}
      controls
      playsInline
      preload="metadata"
      src={address}
      poster={picture}
      width={width}
      height={height}
      aria-label={t('videoLabel', values)}
    />
  );
}

/** A text whose addresses can be opened. */
function withLinks(text: string) {
  return text.split(/(https?:\/\/[^\s<>"]+)/).map((part, index) =>
    index % 2 === 1 ? (
      <a key={index} href={part} target="_blank" rel="noreferrer noopener">
        {part}
      </a>
    ) : (
      part
    ),
  );
}
