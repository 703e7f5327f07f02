import type { LiveRole, PageWish } from '../../page/PageAddress';
import { part } from '../../page/parts';
import { type Action, Telling } from '../../page/Telling';
import type { Preferences } from '../preferences';
import type { RoomFailure } from '../session/explainRoom';
import type { Devices } from '../session/RoomSession';
import { Preview } from './Preview';

/** What somebody who presses Join wants. */
export interface LobbyWish {
  readonly room: string;
  readonly name: string;
  /** Typed or of the link; without one the server is asked for a demo token. */
  readonly token: string | undefined;
  /** In a live room; absent: a meeting, or what the token says. */
  readonly role: LiveRole | undefined;
  /** Absent: not encrypted. */
  readonly passphrase: string | undefined;
  readonly microphone: boolean;
  readonly camera: boolean;
  readonly devices: Devices;
}

/** The page before the room: who, where, with which devices, encrypted or not. */
export class Lobby {
  private readonly form: HTMLFormElement;
  private readonly notice: Telling;
  private readonly preview: Preview;

  constructor(
    private readonly root: HTMLElement,
    wish: PageWish,
    preferences: Preferences,
    onJoin: (wish: LobbyWish) => void,
    private readonly onEdit: (room: string, name: string, role: LiveRole | undefined) => void,
  ) {
    this.form = part<HTMLFormElement>(root, 'join');
    this.notice = new Telling(part(root, 'lobby-notice'));
    this.preview = new Preview(root, preferences, (failure) => this.tell(failure));
    this.field('room').value = wish.room;
    this.field('name').value = wish.user ?? preferences.name ?? '';
    this.field('token').value = wish.token ?? '';
    part(root, 'token-field').hidden = wish.token === undefined;
    part(root, 'role-field').hidden = wish.token !== undefined;
    this.roles.value = wish.role ?? 'meeting';
    this.field('passphrase').value = wish.passphrase ?? '';
    this.field('encrypt').checked = wish.passphrase !== undefined;
    this.form.addEventListener('input', () => this.edited());
    this.form.addEventListener('submit', (event) => {
      event.preventDefault();
      onJoin(this.wish());
    });
    this.edited();
  }

  /** Shows the page with what happened, and the devices at work. */
  open(failure?: RoomFailure, actions: readonly Action[] = []): void {
    this.root.hidden = false;
    this.busy(false);
    if (failure === undefined) {
      this.notice.clear();
    } else {
      this.tell(failure, actions);
    }
    void this.preview.start();
    if (failure?.asksForToken) {
      part(this.root, 'token-field').hidden = false;
      part(this.root, 'role-field').hidden = true;
      this.field('token').focus();
    } else {
      this.emptyFieldOrButton().focus();
    }
  }

  /** Stays in sight while somebody joins, but lets the devices go, for the room to open them. */
  wait(): void {
    this.root.hidden = false;
    this.notice.clear();
    this.preview.stop();
    this.busy(true);
  }

  close(): void {
    this.root.hidden = true;
  }

  private busy(joining: boolean): void {
    const join = part<HTMLButtonElement>(this.root, 'join-button');
    join.disabled = joining;
    join.textContent = joining ? 'Joining…' : 'Join';
    this.root.inert = joining;
  }

  private wish(): LobbyWish {
    return {
      room: this.field('room').value.trim(),
      name: this.field('name').value.trim(),
      token: this.field('token').value.trim() || undefined,
      role: this.role,
      passphrase: this.field('encrypt').checked ? this.field('passphrase').value : undefined,
      ...this.preview.wish,
    };
  }

  private tell(failure: RoomFailure, actions: readonly Action[] = []): void {
    this.notice.show(failure, actions);
  }

  private edited(): void {
    const encrypts = this.field('encrypt').checked;
    part(this.root, 'passphrase-field').hidden = !encrypts;
    this.field('passphrase').required = encrypts;
    const { room, name } = this.wish();
    this.root.dataset['role'] = this.roles.value;
    this.preview.named(name);
    this.onEdit(room, name, this.role);
  }

  private get roles(): RadioNodeList {
    return this.form.elements.namedItem('role') as RadioNodeList;
  }

  private get role(): LiveRole | undefined {
    const { value } = this.roles;
    return value === 'host' || value === 'audience' ? value : undefined;
  }

  private emptyFieldOrButton(): HTMLElement {
    const empty = (['room', 'name'] as const).map((name) => this.field(name)).find(({ value }) => value.trim() === '');
    return empty ?? part(this.root, 'join-button');
  }

  private field(name: 'room' | 'name' | 'token' | 'passphrase' | 'encrypt'): HTMLInputElement {
    return this.form.elements.namedItem(name) as HTMLInputElement;
  }
}
