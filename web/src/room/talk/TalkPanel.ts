import { part, setText } from '../../page/parts';
import type { Line } from '../session/talkState';
import { LineItem, standTogether } from './line';

export interface TalkPanelListener {
  onSay(text: string): void;
  onFile(file: File): void;
  /** Before it opens. */
  onOpen(): void;
}

/** So near to the end, in pixels, that the newest line is followed. */
const NEAR_PX = 60;
const UNREAD_SHOWN_MAX = 99;

/** What is said in the room, in a panel beside the pictures, with a place to say something and to send a file. */
export class TalkPanel {
  private readonly panel: HTMLElement;
  private readonly opener: HTMLElement;
  private readonly list: HTMLElement;
  private readonly words: HTMLTextAreaElement;
  private readonly picker: HTMLInputElement;
  private readonly items = new Map<string, LineItem>();
  private last: Line | undefined;
  private unread = 0;

  constructor(
    private readonly root: HTMLElement,
    private readonly listener: TalkPanelListener,
  ) {
    this.panel = part(root, 'talk');
    this.opener = part(root, 'talk-button');
    this.list = part(root, 'talk-list');
    this.words = part<HTMLTextAreaElement>(root, 'talk-words');
    this.picker = part<HTMLInputElement>(root, 'talk-picker');
    this.opener.addEventListener('click', () => this.toggle());
    part(root, 'talk-close').addEventListener('click', () => {
      this.toggle(false);
      this.opener.focus();
    });
    this.listenToWords();
    this.listenToFiles();
    this.showUnread();
  }

  get isOpen(): boolean {
    return !this.panel.hidden;
  }

  toggle(open = this.panel.hidden): void {
    if (open) {
      this.listener.onOpen();
      this.unread = 0;
      this.showUnread();
    }
    this.panel.hidden = !open;
    this.opener.setAttribute('aria-expanded', String(open));
    if (open) {
      this.list.scrollTop = this.list.scrollHeight;
      this.focusWords();
    }
  }

  /** Not where a keyboard would come up and cover what was said. */
  private focusWords(): void {
    if (window.matchMedia('(pointer: fine)').matches) {
      this.words.focus();
    }
  }

  /** Somebody else said something. */
  said(): void {
    if (!this.isOpen) {
      this.unread++;
      this.showUnread();
    }
  }

  show(lines: readonly Line[], mayTalk: boolean): void {
    const follows = this.list.scrollHeight - this.list.scrollTop - this.list.clientHeight < NEAR_PX;
    for (const line of lines) {
      const known = this.items.get(line.id);
      if (known === undefined) {
        this.append(line);
      } else {
        known.show(line);
      }
    }
    this.forget(lines);
    part(this.root, 'talk-empty').hidden = lines.length > 0;
    if (follows || lines.at(-1)?.isLocal === true) {
      this.list.scrollTop = this.list.scrollHeight;
    }
    this.words.disabled = !mayTalk;
    this.words.placeholder = mayTalk ? 'Say something to everybody' : 'Your token does not let you write here';
    part<HTMLButtonElement>(this.root, 'talk-attach').disabled = !mayTalk;
    part<HTMLButtonElement>(this.root, 'talk-send').disabled = !mayTalk;
  }

  clear(): void {
    this.toggle(false);
    this.unread = 0;
    this.showUnread();
    this.words.value = '';
    this.show([], true);
    this.last = undefined;
  }

  private append(line: Line): void {
    const item = new LineItem(line, standTogether(this.last, line));
    this.items.set(line.id, item);
    this.list.append(item.root);
    this.last = line;
  }

  private forget(lines: readonly Line[]): void {
    if (this.items.size > lines.length) {
      const kept = new Set(lines.map(({ id }) => id));
      for (const [id, item] of this.items) {
        if (!kept.has(id)) {
          item.root.remove();
          this.items.delete(id);
        }
      }
    }
  }

  private listenToWords(): void {
    const form = part<HTMLFormElement>(this.root, 'talk-form');
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      const text = this.words.value.trim();
      if (text !== '') {
        this.words.value = '';
        this.grow();
        this.listener.onSay(text);
      }
    });
    this.words.addEventListener('input', () => this.grow());
    this.words.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        form.requestSubmit();
      }
    });
  }

  /** As high as its text, within the bounds of its style. */
  private grow(): void {
    this.words.style.height = 'auto';
    this.words.style.height = `${this.words.scrollHeight}px`;
  }

  private listenToFiles(): void {
    part(this.root, 'talk-attach').addEventListener('click', () => this.picker.click());
    this.picker.addEventListener('change', () => {
      this.send(this.picker.files);
      this.picker.value = '';
    });
    this.panel.addEventListener('dragover', (event) => {
      if (!this.words.disabled && event.dataTransfer?.types.includes('Files')) {
        event.preventDefault();
        this.panel.dataset['drop'] = 'true';
      }
    });
    this.panel.addEventListener('dragleave', () => delete this.panel.dataset['drop']);
    this.panel.addEventListener('drop', (event) => {
      event.preventDefault();
      delete this.panel.dataset['drop'];
      if (!this.words.disabled) {
        this.send(event.dataTransfer?.files ?? null);
      }
    });
  }

  private send(files: FileList | null): void {
    [...files ?? []].forEach((file) => this.listener.onFile(file));
  }

  private showUnread(): void {
    const badge = part(this.root, 'talk-unread');
    badge.hidden = this.unread === 0;
    setText(badge, this.unread > UNREAD_SHOWN_MAX ? `${UNREAD_SHOWN_MAX}+` : String(this.unread));
    this.opener.setAttribute('aria-label', this.unread === 0 ? 'Chat' : `Chat: ${this.unread} unread`);
  }
}

/** What passes by of a line while the panel is closed. */
export function passingWords({ name, content }: Line): string {
  return content.kind === 'file' ? `${name} sends ${content.name}` : `${name}: ${content.text}`;
}
