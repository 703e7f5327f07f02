import { element, icon } from '../../page/dom';
import { hueOf, initials } from '../../page/initials';
import { setText } from '../../page/parts';
import type { FileContent, Line } from '../session/talkState';
import { pieces, sizeText } from './words';

/** Lines of one person within so long stand together under one name. */
const TOGETHER_MS = 3 * 60_000;

export function standTogether(before: Line | undefined, line: Line): boolean {
  return before !== undefined && before.identity === line.identity && line.atMs - before.atMs < TOGETHER_MS;
}

/** One line of the talk; drawn anew where it changed. */
export class LineItem {
  readonly root = element('li', 'line');
  private readonly body = element('div', 'line-body');
  private drawn: Line['content'] | undefined;
  private card: FileCard | undefined;

  constructor(line: Line, together: boolean) {
    this.root.dataset['local'] = String(line.isLocal);
    this.root.dataset['together'] = String(together);
    const avatar = element('span', 'avatar line-avatar', initials(line.name));
    avatar.style.setProperty('--hue', String(hueOf(line.identity)));
    avatar.setAttribute('aria-hidden', 'true');
    const at = element('time', 'line-time', new Date(line.atMs).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' }));
    at.dateTime = new Date(line.atMs).toISOString();
    this.root.append(avatar, element('div', 'line-head', element('span', 'line-name', line.isLocal ? 'You' : line.name), at), this.body);
    this.show(line);
  }

  show({ content }: Line): void {
    if (content === this.drawn) {
      return;
    }
    this.drawn = content;
    if (content.kind === 'file') {
      this.card ??= new FileCard(this.body);
      this.card.show(content);
      return;
    }
    this.body.replaceChildren(...pieces(content.text).map(({ text, isLink }) => (isLink ? link(text) : text)));
    if (content.failed) {
      this.body.append(element('small', 'line-failed', 'Not sent'));
    }
  }
}

function link(address: string): HTMLAnchorElement {
  const anchor = element('a', '', address);
  anchor.href = address;
  anchor.target = '_blank';
  anchor.rel = 'noopener noreferrer';
  return anchor;
}

/** A file on its way, or ready to be saved. */
class FileCard {
  private readonly detail = element('span', 'file-detail');
  private readonly name = element('strong', 'file-name');
  private readonly bar = element('progress', '');
  private readonly card = element('div', 'file', icon('file'), element('div', 'file-words', this.name, this.detail, this.bar));
  private save: HTMLAnchorElement | undefined;

  constructor(place: HTMLElement) {
    this.bar.max = 1;
    place.append(this.card);
  }

  show(content: FileContent): void {
    const { name, progress, state, url } = content;
    this.card.dataset['state'] = state;
    setText(this.name, name);
    this.name.title = name;
    setText(this.detail, detailOf(content));
    this.bar.hidden = state !== 'sending' && state !== 'arriving';
    this.bar.value = progress;
    this.bar.setAttribute('aria-label', `${name}: ${Math.round(progress * 100)} %`);
    if (url !== undefined && this.save === undefined) {
      this.save = element('a', 'file-save', icon('save'));
      this.save.href = url;
      this.save.download = name;
      this.save.title = `Save ${name}`;
      this.save.setAttribute('aria-label', `Save ${name}`);
      this.card.append(this.save);
    }
  }
}

function detailOf({ bytes, progress, state }: FileContent): string {
  switch (state) {
    case 'sending':
    case 'arriving':
      return `${Math.round(progress * 100)} % of ${sizeText(bytes)}`;
    case 'there':
      return sizeText(bytes);
    case 'failed':
      return 'Did not come through';
    case 'too-large':
      return `${sizeText(bytes)} is too large to be sent here`;
  }
}
