import type { RingcastRoom } from '@ringcast/rooms';
import { part, setText } from '../../page/parts';
import type { LiveView, RoomState } from '../session/RoomState';
import { AttributesDialog } from './AttributesDialog';
import { AudienceList } from './AudienceList';
import { type CardAct, cardsOf } from './cards';
import { CardList } from './CardList';
import { LinkDialog } from './LinkDialog';
import { StageButton } from './StageButton';

/** Does something of the stage; undefined when it failed, which is told. */
export type OnStage = <T>(act: (live: RingcastRoom) => Promise<T>) => Promise<T | undefined>;

const MESSAGE_NAME = 'ringcast.page';

/** All of the room's page that is about a live room: roles, the stage, PK, attributes, the audience. */
export class LivePanel {
  private readonly cards: CardList;
  private readonly button: StageButton;
  private readonly audience: AudienceList;
  private readonly link: LinkDialog;
  private readonly attributes: AttributesDialog;

  constructor(
    private readonly root: HTMLElement,
    page: HTMLElement,
    private readonly onStage: OnStage,
  ) {
    this.cards = new CardList(part(root, 'cards'), (act) => void onStage((live) => done(live, act)));
    this.button = new StageButton(root, {
      onHand: (up) => void onStage<unknown>((live) => (up ? live.raiseHand() : live.lowerHand())),
      onGoBack: () => void onStage((live) => live.goBack()),
    });
    this.audience = new AudienceList(root, {
      audience: async () => (await onStage((live) => live.audience()))?.audience.map(({ userId }) => userId) ?? [],
      onInvite: (userId) => void onStage((live) => live.invite(userId)),
    });
    this.link = new LinkDialog(root, page, (roomId, userId, extra) => void onStage((live) => live.requestLink(roomId, userId, { extra })));
    this.attributes = new AttributesDialog(root, page, {
      onChange: (key, value, words) => void this.change(key, value, words),
    });
  }

  show({ live, people }: RoomState): void {
    const nameOf = (userId: string): string => people.find(({ identity }) => identity === userId)?.name ?? userId;
    this.cards.show(live === undefined ? [] : cardsOf(live, nameOf));
    this.button.show(live);
    this.audience.show(live);
    this.attributes.show(live);
    part(this.root, 'link-button').hidden = live?.me.role !== 'HOST';
    this.showChip(live);
    this.root.dataset['role'] = live?.me.role ?? '';
  }

  /** The list of people was opened or closed. */
  listOpen(open: boolean): void {
    this.audience.toggle(open);
  }

  close(): void {
    this.link.close();
    this.attributes.close();
    this.cards.show([]);
  }

  private showChip(live: LiveView | undefined): void {
    const chip = part(this.root, 'live-chip');
    chip.hidden = live?.mode !== 'LIVE';
    setText(part(this.root, 'live-count'), String(live?.audience ?? 0));
    chip.title = `${live?.audience ?? 0} watching`;
  }

  private async change(key: string, value: string | null, words: string): Promise<void> {
    const message = words === '' ? undefined : { name: MESSAGE_NAME, content: words };
    await this.onStage((live) => live.setAttributes({ [key]: value }, message));
  }
}

function done(live: RingcastRoom, act: CardAct): Promise<unknown> {
  switch (act.do) {
    case 'accept': return live.accept(act.invitationId);
    case 'reject': return live.reject(act.invitationId);
    case 'withdraw': return live.withdraw(act.invitationId);
    case 'invite': return live.invite(act.userId);
    case 'decline': return live.declineHand(act.userId);
    case 'link-accept': return live.acceptLink(act.linkId);
    case 'link-reject': return live.rejectLink(act.linkId);
    case 'link-cancel': return live.cancelLink(act.linkId);
    case 'link-end': return live.endLink(act.linkId);
    case 'link-show': return live.joinLink(act.linkId);
    case 'link-hide': return live.leaveLink(act.linkId);
  }
}
