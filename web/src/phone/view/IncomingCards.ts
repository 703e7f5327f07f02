import type { CallView } from '@ringcast/call';
import { avatar } from '../../page/avatar';
import { element, face, icon } from '../../page/dom';
import { KeyedList, type Row } from '../../page/keyed';
import { button } from '../../page/parts';
import { namesText } from '../session/words';
import type { PhoneActs } from './acts';

/** What rings here: one large card each, or small ones above the call that one is in. */
export class IncomingCards {
  private readonly list: KeyedList<CallView>;

  constructor(private readonly place: HTMLElement, private readonly acts: PhoneActs) {
    this.list = new KeyedList(place, ({ callId }) => callId, (view) => this.card(view));
  }

  show(ringing: readonly CallView[], inCall: boolean): void {
    this.place.hidden = ringing.length === 0;
    this.place.dataset['small'] = String(inCall);
    this.list.show(ringing);
  }

  private card({ callId }: CallView): Row<CallView> {
    const picture = element('div', 'incoming-face');
    const name = element('strong', 'incoming-name');
    const what = element('p', 'incoming-what');
    const reject = act('hang-up', 'reject', () => this.acts.reject(callId));
    const accept = act('phone', 'accept', () => this.acts.accept(callId));
    const words = element('div', 'incoming-words', name, what);
    const card = element('article', 'incoming-card', picture, words, element('div', 'incoming-acts', reject, accept));
    card.dataset['callId'] = callId;
    card.setAttribute('role', 'alertdialog');
    return { element: card, update: (view) => this.draw(view, card, picture, name, what, accept, reject) };
  }

  private draw(
    view: CallView, card: HTMLElement, picture: HTMLElement, name: HTMLElement, what: HTMLElement, accept: HTMLElement, reject: HTMLElement,
  ): void {
    const caller = view.fromUserId ?? view.callerId;
    const others = view.others.map(({ userId }) => userId).filter((userId) => userId !== caller);
    card.dataset['from'] = caller;
    card.dataset['media'] = view.media;
    card.setAttribute('aria-label', `${caller} calls`);
    if (picture.childElementCount === 0) {
      picture.append(avatar(caller));
    }
    name.textContent = caller;
    const kind = view.media === 'VIDEO' ? 'Video call' : 'Call';
    const company = others.length > 0 ? ` with ${namesText(others)}` : '';
    what.textContent = `${kind}${company}${view.busyLine ? ' · answering ends this call' : ''}`;
    face(accept, view.media === 'VIDEO' ? 'camera' : 'phone', view.busyLine ? 'Answer, and end the other call' : 'Answer');
    face(reject, 'hang-up', 'Decline');
  }
}

function act(iconName: string, kind: string, onClick: () => void): HTMLButtonElement {
  const made = button('', onClick);
  made.className = `round ${kind}`;
  made.append(icon(iconName));
  return made;
}
