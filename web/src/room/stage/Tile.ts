import { element, face, icon } from '../../page/dom';
import type { Place } from '../../page/gridLayout';
import { hueOf, initials } from '../../page/initials';
import { setText } from '../../page/parts';
import type { Cipher, Picture, Quality, Video } from '../session/RoomState';

export interface TileListener {
  onPin(key: string): void;
  onMenu(key: string, opener: HTMLElement): void;
}

const QUALITIES: Readonly<Record<Quality, string>> = {
  good: 'Good connection', fair: 'Fair connection', poor: 'Poor connection', lost: 'Connection lost', unknown: '',
};

/** As long as its animation takes, which not everybody wants to see. */
const FLIGHT_MS = 2_600;
/** Signs over one picture at a time. */
const FLYING_MAX = 8;

/** A picture that hides its reason is a riddle, so it is told on the tile. */
const CIPHERS: Readonly<Partial<Record<Cipher, readonly [string, string]>>> = {
  'passphrase-missing': ['Encrypted', 'Turn end-to-end encryption on, with the passphrase of this room, to see and hear them.'],
  'passphrase-wrong': ['Cannot be decrypted', 'Their passphrase is not yours.'],
};

/** One tile: a camera or a screen, or the initials of who has none, with name, microphone, connection and what is wrong. */
export class Tile {
  readonly root = element('article', 'tile');
  private readonly video = document.createElement('video');
  private readonly avatar = element('div', 'avatar');
  private readonly trouble = element('div', 'trouble');
  private readonly label = element('span', 'tile-name');
  private readonly microphone = element('span', 'tile-mic');
  private readonly open = element('span', 'tile-open', icon('unlock'), element('span', 'sr', 'not encrypted'));
  private readonly bars = element('span', 'bars', element('i', ''), element('i', ''), element('i', ''));
  private readonly pin = element('button', 'tile-button');
  private readonly more = element('button', 'tile-button');
  private readonly figures = element('pre', 'figures');
  private attached: Video | undefined;
  private flown = 0;

  constructor(readonly key: string, listener: TileListener) {
    this.video.autoplay = true;
    this.video.playsInline = true;
    this.video.muted = true;
    this.pin.type = 'button';
    this.more.type = 'button';
    this.more.setAttribute('aria-haspopup', 'menu');
    this.figures.hidden = true;
    this.bars.setAttribute('role', 'img');
    this.avatar.setAttribute('aria-hidden', 'true');
    this.trouble.hidden = true;
    this.pin.addEventListener('click', () => listener.onPin(key));
    this.more.addEventListener('click', () => listener.onMenu(key, this.more));
    this.root.addEventListener('dblclick', ({ target }) => target instanceof Element && !target.closest('button') && listener.onPin(key));
    this.root.append(
      this.avatar, this.video, this.trouble, this.figures,
      element('div', 'tile-foot', this.microphone, this.label, this.open, this.bars),
      element('div', 'tile-buttons', this.pin, this.more));
  }

  show(picture: Picture, pinned: boolean): void {
    const { person, isScreen, video } = picture;
    this.attach(video);
    const name = person.isLocal ? `${person.name} (you)` : person.roomId === undefined ? person.name : `${person.name} · ${person.roomId}`;
    const label = isScreen ? `${person.isLocal ? 'Your screen' : `${person.name}’s screen`}` : name;
    const { dataset } = this.root;
    dataset['identity'] = person.identity;
    dataset['source'] = isScreen ? 'screen' : 'camera';
    dataset['video'] = String(video !== undefined);
    dataset['room'] = person.roomId ?? '';
    dataset['local'] = String(person.isLocal);
    dataset['microphone'] = person.microphone;
    dataset['speaking'] = String(person.speaking && !isScreen);
    dataset['cipher'] = picture.cipher;
    dataset['quality'] = person.quality;
    this.root.setAttribute('aria-label', label);
    setText(this.label, label);
    setText(this.avatar, initials(person.name));
    this.avatar.style.setProperty('--hue', String(hueOf(person.identity)));
    this.showMicrophone(picture);
    this.showTrouble(picture);
    this.open.hidden = picture.cipher !== 'unencrypted';
    this.open.title = 'Not encrypted: the server can see and hear this';
    this.bars.hidden = person.isLocal || isScreen || person.quality === 'unknown';
    this.bars.setAttribute('aria-label', QUALITIES[person.quality]);
    this.bars.title = QUALITIES[person.quality];
    face(this.pin, 'pin', pinned ? `Unpin ${label}` : `Pin ${label}`);
    this.pin.setAttribute('aria-pressed', String(pinned));
    face(this.more, 'more', `More about ${label}`);
  }

  place(place: Place | undefined): void {
    this.root.hidden = place === undefined;
    if (place !== undefined) {
      const { left, top, width, height } = place;
      Object.assign(this.root.style, { left: `${left}px`, top: `${top}px`, width: `${width}px`, height: `${height}px` });
    }
  }

  /** A sign rises over the picture and is gone. */
  react(sign: Element): void {
    const flying = element('div', 'flying', sign);
    flying.style.setProperty('--drift', `${(this.flown++ * 37) % 60 - 30}px`);
    window.setTimeout(() => flying.remove(), FLIGHT_MS);
    this.root.append(flying);
    const all = this.root.querySelectorAll('.flying');
    if (all.length > FLYING_MAX) {
      all[0]?.remove();
    }
  }

  tell(figures: string | undefined): void {
    this.figures.hidden = figures === undefined;
    setText(this.figures, figures ?? '');
  }

  remove(): void {
    this.attach(undefined);
    this.root.remove();
  }

  private showMicrophone({ person, isScreen }: Picture): void {
    this.microphone.hidden = isScreen || person.microphone === 'on';
    if (!this.microphone.hidden && this.microphone.childElementCount === 0) {
      this.microphone.append(icon('mic-off'), element('span', 'sr', 'microphone off'));
    }
  }

  private showTrouble({ cipher, choice }: Picture): void {
    const words = CIPHERS[cipher] ?? (choice === 'off' ? ['Picture off', 'You chose not to receive it.'] as const : undefined);
    this.trouble.hidden = words === undefined;
    this.root.dataset['trouble'] = String(words !== undefined);
    if (words !== undefined && this.trouble.dataset['words'] !== words[0]) {
      this.trouble.dataset['words'] = words[0];
      const lock = choice === 'off' && cipher === 'clear' ? [] : [icon('lock')];
      this.trouble.replaceChildren(...lock, element('strong', '', words[0]), element('span', '', words[1]));
    }
  }

  private attach(video: Video | undefined): void {
    if (video === this.attached) {
      return;
    }
    this.attached?.detach(this.video);
    this.attached = video;
    if (video === undefined) {
      this.video.srcObject = null;
    } else {
      video.attach(this.video);
      this.video.muted = true;
    }
  }
}
