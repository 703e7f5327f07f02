import { type CallView, takesPart } from '@ringcast/call';
import { avatar } from '../page/avatar';
import { Confirm } from '../page/Confirm';
import { element } from '../page/dom';
import { button, part, setText } from '../page/parts';
import { Telling, Toasts } from '../page/Telling';
import { namesOf } from './phoneWish';
import type { PhoneState } from './session/PhoneState';
import { type Failure, namesText } from './session/words';
import { Ringer } from './sound/Ringer';
import { tuneAfter, tuneFor } from './sound/tuneFor';
import type { PhoneActs } from './view/acts';
import { AddDialog } from './view/AddDialog';
import { CallScreen } from './view/CallScreen';
import { ContactList } from './view/ContactList';
import { HabitsMenu } from './view/HabitsMenu';
import { HistoryList } from './view/HistoryList';
import { IncomingCards } from './view/IncomingCards';

const TABS = ['contacts', 'history'] as const;

/** The phone that is on: whom to call, what rings, the call, what was. */
export class PhoneView {
  private readonly call: CallScreen;
  private readonly incoming: IncomingCards;
  private readonly contacts: ContactList;
  private readonly history: HistoryList;
  private readonly habits: HabitsMenu;
  private readonly adding: AddDialog;
  private readonly notice: Telling;
  private readonly toasts: Toasts;
  private readonly ringer = new Ringer();
  private state: PhoneState | undefined;

  constructor(private readonly root: HTMLElement, page: HTMLElement, private readonly acts: PhoneActs) {
    this.call = new CallScreen(part(root, 'call'), acts, () => (this.state === undefined ? undefined : this.adding.ask(this.state)));
    this.incoming = new IncomingCards(part(root, 'incoming'), acts);
    this.contacts = new ContactList(root, acts);
    this.history = new HistoryList(root, acts, new Confirm(page));
    this.habits = new HabitsMenu(root, acts);
    this.adding = new AddDialog(page, (userId) => acts.invite([userId]));
    this.notice = new Telling(part(root, 'phone-notice'));
    this.toasts = new Toasts(part(page, 'toasts'));
    part(root, 'sign-out').addEventListener('click', () => acts.signOut());
    this.dialForm();
    TABS.forEach((tab) => part(root, `${tab}-tab`).addEventListener('click', () => this.turnTo(tab)));
    this.turnTo('contacts');
    document.addEventListener('pointerdown', () => this.ringer.unlock(), { capture: true });
  }

  open(): void {
    this.root.hidden = false;
    this.notice.clear();
  }

  close(): void {
    this.root.hidden = true;
    this.state = undefined;
    this.adding.close();
    this.ringer.play(undefined);
    this.toasts.clear();
  }

  show(state: PhoneState): void {
    const before = this.state;
    this.state = state;
    this.drawOwner(state);
    this.contacts.show(state.contacts);
    this.history.show(state.history);
    this.habits.show(state.habits);
    this.incoming.show(state.ringing, state.own !== undefined);
    this.call.show(state);
    this.drawOpen(state.open);
    this.drawUnseen(before, state);
    this.ring(before, state);
    this.root.dataset['busy'] = String(state.own !== undefined || state.ended !== undefined);
    document.title = titleOf(state);
  }

  say(text: string): void {
    this.toasts.say(text);
  }

  trouble(failure: Failure | { readonly title: string; readonly detail: string }): void {
    this.notice.show(failure);
  }

  private dialForm(): void {
    const form = part<HTMLFormElement>(this.root, 'dial');
    const field = form.elements.namedItem('who') as HTMLInputElement;
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      const names = namesOf(field.value.split(','));
      const how = (event.submitter as HTMLButtonElement | null)?.value;
      if (names.length > 0) {
        field.value = '';
        if (how === 'keep') {
          names.forEach((name) => this.acts.addContact(name));
        } else {
          this.acts.dial(names, how === 'video' ? 'VIDEO' : 'AUDIO');
        }
      }
    });
  }

  private drawOwner({ userId, line }: PhoneState): void {
    const face = part(this.root, 'owner-face');
    if (face.dataset['user'] !== userId) {
      face.dataset['user'] = userId;
      face.replaceChildren(avatar(userId));
    }
    setText(part(this.root, 'owner-name'), userId);
    setText(part(this.root, 'owner-line'), line === 'online' ? 'online' : 'looking for the server…');
    this.root.dataset['line'] = line;
  }

  private drawOpen(open: readonly CallView[]): void {
    const place = part(this.root, 'open-calls');
    const ids = open.map(({ callId }) => callId).join(' ');
    if (place.dataset['calls'] !== ids) {
      place.dataset['calls'] = ids;
      place.hidden = open.length === 0;
      place.replaceChildren(...open.map(({ callId, others }) => {
        const words = `A call with ${namesText(others.filter(takesPart).map(({ userId }) => userId))} goes on`;
        return element('p', 'open-call', element('span', '', words), button('Join', () => this.acts.join(callId)));
      }));
    }
  }

  /** Missed calls that came into the history while one looked elsewhere. */
  private drawUnseen(before: PhoneState | undefined, { history }: PhoneState): void {
    const tab = part(this.root, 'history-tab');
    const known = new Set(before?.history.records.map(({ callId }) => callId));
    const isNew = before?.history.state === 'read'
      && history.records.slice(0, 3).some((one) => one.missed === true && !known.has(one.callId));
    if (isNew && tab.getAttribute('aria-selected') !== 'true') {
      tab.dataset['unseen'] = 'true';
    }
  }

  private ring(before: PhoneState | undefined, state: PhoneState): void {
    const tune = tuneFor(state);
    const ended = state.ended !== undefined && before?.ended === undefined ? tuneAfter(state) : undefined;
    if (tune !== undefined || ended !== undefined) {
      this.ringer.play(tune ?? ended);
    } else if (this.ringer.current !== undefined && tuneAfter(state) !== this.ringer.current) {
      this.ringer.play(undefined);
    }
    this.root.dataset['tune'] = tune ?? '';
  }

  private turnTo(chosen: typeof TABS[number]): void {
    for (const tab of TABS) {
      const button = part(this.root, `${tab}-tab`);
      button.setAttribute('aria-selected', String(tab === chosen));
      part(this.root, tab).hidden = tab !== chosen;
      if (tab === chosen) {
        delete button.dataset['unseen'];
      }
    }
  }
}

function titleOf({ ringing, own }: PhoneState): string {
  const [call] = ringing;
  if (call !== undefined) {
    return `${call.fromUserId ?? call.callerId} calls · Ringcast`;
  }
  return own === undefined ? 'Phone · Ringcast' : `${namesText(own.view.others.map(({ userId }) => userId))} · Ringcast`;
}
