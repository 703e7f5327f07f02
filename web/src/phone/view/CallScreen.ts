import { type CallView, takesPart } from '@ringcast/call';
import { avatar } from '../../page/avatar';
import { element, face } from '../../page/dom';
import { button, part, setText } from '../../page/parts';
import type { OwnCall, PhoneState } from '../session/PhoneState';
import { endingText, namesText, stageText, timerText } from '../session/words';
import type { PhoneActs } from './acts';
import { isWaiting, Pictures } from './Pictures';

const TIMER_MS = 250;

/** The call that one is in, from the first ring there to some seconds after its end. */
export class CallScreen {
  private readonly pictures: Pictures;
  private own: OwnCall | undefined;
  private toldBanner = '';

  constructor(private readonly root: HTMLElement, private readonly acts: PhoneActs, private readonly onAdd: () => void) {
    this.pictures = new Pictures(part(root, 'pictures'));
    const press = (name: string, act: () => void): void => part(root, name).addEventListener('click', act);
    press('microphone', () => acts.setMicrophone(this.own?.me?.microphone === false));
    press('camera', () => acts.setCamera(this.own?.me?.video === undefined));
    press('switch', () => acts.switchMedia(this.own?.view.media === 'VIDEO' ? 'AUDIO' : 'VIDEO'));
    press('add', () => this.onAdd());
    press('hang-up', () => acts.hangUp());
    window.setInterval(() => this.tick(), TIMER_MS);
  }

  show({ userId, own, ended }: PhoneState): void {
    this.own = own;
    this.root.hidden = own === undefined && ended === undefined;
    part(this.root, 'live').hidden = own === undefined;
    part(this.root, 'over').hidden = ended === undefined;
    this.mark(own?.view ?? ended, own === undefined);
    this.pictures.show(userId, own);
    if (own !== undefined) {
      this.draw(userId, own);
    } else if (ended !== undefined) {
      this.drawEnded(ended);
    }
  }

  /** For scripts too. */
  private mark(view: CallView | undefined, isOver: boolean): void {
    const { dataset } = this.root;
    dataset['stage'] = view === undefined ? 'idle' : isOver ? 'over' : view.stage;
    dataset['media'] = view?.media ?? '';
    dataset['type'] = view?.type ?? '';
    dataset['end'] = view?.ending?.end ?? '';
    dataset['connectedAtMs'] = String(view?.connectedAtMs ?? '');
    dataset['talkedMs'] = String(view?.ending?.talkedMs ?? '');
  }

  private draw(userId: string, own: OwnCall): void {
    const { view } = own;
    setText(part(this.root, 'call-title'), titleOf(view));
    this.root.dataset['picture'] = String(own.people.some(({ video }) => video !== undefined));
    this.tick();
    this.drawControls(own);
    this.drawBanner(userId, own);
  }

  private drawControls({ view, me }: OwnCall): void {
    const video = view.media === 'VIDEO';
    const microphone = me?.microphone ?? true;
    const camera = me?.video !== undefined;
    this.toggle('microphone', microphone, microphone ? ['mic', 'Turn the microphone off'] : ['mic-off', 'Turn the microphone on']);
    this.toggle('camera', camera, camera ? ['camera', 'Turn the camera off'] : ['camera-off', 'Turn the camera on']);
    part(this.root, 'camera').hidden = !video;
    const change = part<HTMLButtonElement>(this.root, 'switch');
    change.hidden = view.type === 'MULTI';
    change.disabled = view.stage !== 'talking' || view.switchAsked !== undefined;
    face(change, video ? 'to-audio' : 'to-video', video ? 'Switch to audio' : 'Switch to video');
    const add = part<HTMLButtonElement>(this.root, 'add');
    add.disabled = view.stage !== 'talking' && view.type === 'SINGLE';
    face(add, 'add', 'Add somebody');
    face(part(this.root, 'hang-up'), 'hang-up', view.stage === 'outgoing' ? 'Take the call back' : 'Hang up');
  }

  private toggle(name: string, on: boolean, [iconName, label]: readonly [string, string]): void {
    const control = part(this.root, name);
    face(control, iconName, label);
    control.dataset['on'] = String(on);
    control.setAttribute('aria-pressed', String(on));
  }

  /** What is asked or wrong; drawn when it changes, so that it is read out once. */
  private drawBanner(userId: string, { view, away, soundBlocked }: OwnCall): void {
    const asked = view.switchAsked;
    const question = asked === undefined ? '' : `${asked.byUserId === userId ? 'asking' : 'asked'} ${asked.media}`;
    const kind = away ? 'away' : soundBlocked ? 'sound' : question;
    if (kind === this.toldBanner) {
      return;
    }
    this.toldBanner = kind;
    const banner = part(this.root, 'call-banner');
    banner.hidden = kind === '';
    banner.dataset['kind'] = kind.split(' ')[0]!;
    banner.replaceChildren(...this.bannerOf(kind, asked?.byUserId ?? ''));
  }

  private bannerOf(kind: string, asker: string): (Node | string)[] {
    switch (kind) {
      case 'away': return [element('span', 'spinner'), 'The connection broke. It is being made anew.'];
      case 'sound':
        return ['Your browser keeps the sound off until you ask for it.', button('Turn sound on', () => this.acts.startSound())];
      case 'asked VIDEO': return this.question(`${asker} would like to see you too`, 'Switch to video');
      case 'asked AUDIO': return this.question(`${asker} would like to go on without pictures`, 'Switch to audio');
      case 'asking VIDEO': return this.waiting('You asked for video');
      case 'asking AUDIO': return this.waiting('You asked to go on without pictures');
      default: return [];
    }
  }

  private question(words: string, yes: string): (Node | string)[] {
    const agree = button(yes, () => this.acts.answerSwitch(true));
    agree.className = 'primary';
    return [element('span', '', words), button('Not now', () => this.acts.answerSwitch(false)), agree];
  }

  private waiting(words: string): (Node | string)[] {
    return [element('span', 'spinner'), element('span', '', words), button('Take it back', () => this.acts.withdrawSwitch())];
  }

  private drawEnded(view: CallView): void {
    const names = view.others.map(({ userId }) => userId);
    const again = view.stage === 'running'
      ? button('Join again', () => this.acts.join(view.callId))
      : button('Call again', () => this.acts.dial(names, view.media));
    again.className = 'primary';
    const { ending } = view;
    part(this.root, 'over').replaceChildren(
      avatar(names[0] ?? '?'),
      element('h2', '', namesText(names)),
      element('p', 'over-why', endingText({ end: ending?.end }, namesText(names))),
      ...(ending !== undefined && ending.talkedMs > 0 ? [element('p', 'over-length', timerText(ending.talkedMs))] : []),
      element('div', 'over-acts', button('Close', () => this.acts.dismissEnded()), again));
  }

  private tick(): void {
    const view = this.own?.view;
    if (view !== undefined) {
      setText(part(this.root, 'call-status'), view.stage === 'talking' ? timerText(this.acts.talkedMs()) : stageText(view));
    }
  }
}

function titleOf({ others, type }: CallView): string {
  const there = others.filter((other) => type === 'SINGLE' || takesPart(other) || isWaiting(other));
  return namesText(there.map(({ userId }) => userId));
}
