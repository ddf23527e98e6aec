import { useEffect, useRef, useState } from 'preact/hooks';
import type { Client } from './client.ts';
import { addFiles } from './files.ts';
import { Icon, type IconName } from './icon.tsx';
import { t } from './words.ts';

const ACCEPT = 'image/*,video/*,audio/*,.heic,.heif,.mkv,.avi,.m4a,.flac';

/** What is being written, and what the keys do about it. */
function useComposer(client: Client) {
  const field = useRef<HTMLTextAreaElement>(null);
  const { text, files } = client.draft;
  const commands = matching(client, text);
  const [chosen, setChosen] = useState(0);
  const isLarge = matchMedia('(hover: hover)').matches;

  useEffect(() => {
    // A phone would cover half of the page with its keyboard.
    if (isLarge) field.current?.focus();
  }, [isLarge]);
  useEffect(() => growWithText(field.current), [text]);

  const setText = (changed: string) => client.setDraft({ text: changed, files });
  const list = { chosen, setChosen, setText };
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
    if (commands.length > 0 && chooseByKey(event, commands, list)) return;
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      submit();
    }
  };
  return { field, text, files, commands, list, submit, onKeyDown };
}

/** Where a message is written: words, files, commands. */
export function Composer({ client }: { client: Client }) {
  const { field, text, files, commands, list, submit, onKeyDown } = useComposer(client);
  const { chosen, setChosen, setText } = list;
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
      <CommandList
        commands={commands}
        chosen={chosen}
        onChoose={(name) => {
          setText(`/${name} `);
          field.current?.focus();
        }}
      />
      <AttachedFiles files={files} onChange={(kept) => client.setDraft({ text, files: kept })} />
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
          onPaste={(event) => addPasted(client, event)}
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

function growWithText(field: HTMLTextAreaElement | null): void {
  if (!field) return;
  field.style.height = 'auto';
  field.style.height = `${Math.min(field.scrollHeight, 180)}px`;
}

function addPasted(client: Client, event: ClipboardEvent): void {
  const pasted = [...(event.clipboardData?.files ?? [])];
  if (pasted.length === 0) return;
  event.preventDefault();
  addFiles(client, pasted);
}

/** The commands that begin with what is typed. */
function matching(client: Client, text: string) {
  const typed = /^\/(\w*)$/.exec(text)?.[1];
  if (typed === undefined) return [];
  return (client.session?.commands ?? []).filter(({ name }) => name.startsWith(typed.toLowerCase()));
}

/** Moves through the list of commands, or takes one from it; whether the key was one for that. */
function chooseByKey(
  event: KeyboardEvent,
  commands: ReturnType<typeof matching>,
  list: { chosen: number; setChosen: (index: number) => void; setText: (text: string) => void },
): boolean {
  const command = commands[Math.min(list.chosen, commands.length - 1)];
  if (!command) return false;
  if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
    event.preventDefault();
    const step = event.key === 'ArrowDown' ? 1 : -1;
    list.setChosen((list.chosen + step + commands.length) % commands.length);
  } else if (event.key === 'Tab') {
    event.preventDefault();
    list.setText(`/${command.name} `);
  } else if (event.key === 'Escape') list.setText('');
  else return false;
  return true;
}

function CommandList(props: {
  commands: ReturnType<typeof matching>;
  chosen: number;
  onChoose: (name: string) => void;
}) {
  const { commands, chosen, onChoose } = props;
  if (commands.length === 0) return null;
  return (
    <ul class="commands" aria-label={t('commandList')}>
      {commands.map(({ name, description }, index) => (
        <li key={name}>
          <button type="button" class={index === chosen ? 'chosen' : ''} onClick={() => onChoose(name)}>
            <strong>/{name}</strong> {description}
          </button>
        </li>
      ))}
    </ul>
  );
}

/** The files that go along with the message. */
function AttachedFiles({ files, onChange }: { files: readonly File[]; onChange: (kept: File[]) => void }) {
  if (files.length === 0) return null;
  return (
    <ul class="attached">
      {files.map((file, index) => (
        <Attached
          key={`${file.name}-${file.size}-${file.lastModified}`}
          file={file}
          remove={() => onChange(files.filter((_, at) => at !== index))}
        />
      ))}
    </ul>
  );
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
