import { isDashboard, isPhone, isPlayer, pageWish } from './page/PageAddress';

const address = new URL(location.href);

// Each page brings its own code and style; none waits for another's.
if (isDashboard(address)) {
  const { openDashboard } = await import('./dashboard/DashboardPage');
  openDashboard(address.searchParams.get('room') ?? undefined);
} else if (isPhone(address)) {
  const { openPhonePage } = await import('./phone/PhonePage');
  openPhonePage(address);
} else if (isPlayer(address)) {
  const { openPlayerPage } = await import('./player/PlayerPage');
  openPlayerPage(address);
} else {
  const wish = pageWish(address);
  if (wish.mode === 'room') {
    const { openRoomPage } = await import('./room/RoomPage');
    openRoomPage(wish);
  } else if (wish.mode === 'mix') {
    const { openMixPage } = await import('./mix/MixPage');
    openMixPage(wish);
  } else {
    const { openStreamsPage } = await import('./streams/StreamsPage');
    openStreamsPage(wish, wish.mode);
  }
}
