import { useEffect, useRef, useState } from 'preact/hooks';
import type { Client } from './client.ts';
import { addFiles } from './files.ts';
import { Icon, type IconName } from './icon.tsx';
import { t } from './words.ts';

const ACCEPT = 'image/*,video/*,audio/*,.heic,.heif,.mkv,.avi,.m4a,.flac';

/** Where a message is written: words, files, commands. */
export function Composer({ client }: { client: Client }) {
  const field = useRef<HTMLTextAreaElement>(null);
  const { text, files } = client.draft;
  const commands = matching(client, text);
  const [chosen, setChosen] = useState(0);
  const isLarge = matchMedia('(hover: hover)').matches;

  useEffect(() => {
    // A phone would cover half of the page with its keyboard.
    if (isLarge) field.current?.focus();
  }, [isLarge]);
  // The field grows with its text.
  useEffect(() => {
    const element = field.current;
    if (!element) return;
    element.style.height = 'auto';
    element.style.height = `${Math.min(element.scrollHeight, 180)}px`;
  }, [text]);

  const setText = (changed: string) => client.setDraft({ text: changed, files });
  const submit = () => {
    if (text.trim() === '' && files.length === 0) return;
    if (text.length > (client.session?.maxLetters ?? 0))
      return client.say(t('tooLong', { count: client.session?.maxLetters ?? 0 }));
    client.setDraft({ text: '', files: [] });
    client.submit(text, files);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // Enter ends a word while Chinese is being typed.
    if (event.isComposing) return;
    const command = commands[Math.min(chosen, commands.length - 1)];
    if (command && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      event.preventDefault();
      const step = event.key === 'ArrowDown' ? 1 : -1;
      setChosen((chosen + step + commands.length) % commands.length);
    } else if (command && event.key === 'Tab') {
      event.preventDefault();
      setText(`/${command.name} `);
    } else if (command && event.key === 'Escape') {
      setText('');
    } else if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      submit();
    }
  };

  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {client.notice && (
        <p class="notice" role="alert">
          {client.notice}
        </p>
      )}
      {commands.length > 0 && (
        <ul class="commands" aria-label={t('commandList')}>
          {commands.map(({ name, description }, index) => (
            <li key={name}>
              <button
                type="button"
                class={index === chosen ? 'chosen' : ''}
                onClick={() => {
                  setText(`/${name} `);
                  field.current?.focus();
                }}
              >
                <strong>/{name}</strong> {description}
              </button>
            </li>
          ))}
        </ul>
      )}
      {files.length > 0 && (
        <ul class="attached">
          {files.map((file, index) => (
            <Attached
              key={`${file.name}-${file.size}-${file.lastModified}`}
              file={file}
              remove={() => client.setDraft({ text, files: files.filter((_, at) => at !== index) })}
            />
          ))}
        </ul>
      )}
      <div class="row">
        <Picker label={t('choose')} icon="clip" multiple onFiles={(added) => addFiles(client, added)} />
        <Picker label={t('camera')} icon="camera" capture onFiles={(added) => addFiles(client, added)} />
        <textarea
          ref={field}
          rows={1}
          value={text}
          placeholder={t('message')}
          aria-label={t('message')}
          aria-describedby="composer-hint"
          onInput={(event) => {
            setChosen(0);
            setText(event.currentTarget.value);
          }}
          onKeyDown={onKeyDown}
          onPaste={(event) => {
            const pasted = [...(event.clipboardData?.files ?? [])];
            if (pasted.length === 0) return;
            event.preventDefault();
            addFiles(client, pasted);
          }}
        />
        <button type="submit" class="icon primary" aria-label={t('send')} disabled={!text.trim() && files.length === 0}>
          <Icon name="send" />
        </button>
      </div>
      <p id="composer-hint" class="hint">
        {t('messageHint')}
      </p>
    </form>
  );
}

/** The commands that begin with what is typed. */
function matching(client: Client, text: string) {
  const typed = /^\/(\w*)$/.exec(text)?.[1];
  if (typed === undefined) return [];
  return (client.session?.commands ?? []).filter(({ name }) => name.startsWith(typed.toLowerCase()));
}

function Picker(props: {
  label: string;
  icon: IconName;
  multiple?: boolean;
  capture?: boolean;
  onFiles: (files: File[]) => void;
}) {
  const { label, icon, multiple, capture, onFiles } = props;
  return (
    <label class={capture ? 'icon camera' : 'icon'} title={label}>
      <Icon name={icon} />
      <input
        type="file"
        class="hidden"
        aria-label={label}
        accept={capture ? 'image/*' : ACCEPT}
        capture={capture ? 'environment' : undefined}
        multiple={multiple}
        onChange={(event) => {
          onFiles([...(event.currentTarget.files ?? [])]);
          // The same file can be chosen again.
          event.currentTarget.value = '';
        }}
      />
    </label>
  );
}

/** A file that goes along, with a picture where the browser can show one. */
function Attached({ file, remove }: { file: File; remove: () => void }) {
  const [address, setAddress] = useState<string>();
  useEffect(() => {
    if (!file.type.startsWith('image/')) return undefined;
    const made = URL.createObjectURL(file);
    setAddress(made);
    return () => URL.revokeObjectURL(made);
  }, [file]);
  return (
    <li title={file.name}>
      {address ? <img src={address} alt={file.name} onError={() => setAddress(undefined)} /> : <span>{file.name}</span>}
      <button type="button" aria-label={t('remove', { name: file.name })} onClick={remove}>
        ✕
      </button>
    </li>
  );
}
