import { layerName } from '../media/sendEncodings';
import { bitrateText, fpsText, lossText, rttText, sizeText } from '../stats/format';
import type { LayerSample, OutboundSample } from '../stats/StatsSampler';

/** Shows what each layer sends and what limits it; without a sample, that nothing is sent. */
export function showLayers(list: HTMLElement, sample: OutboundSample | undefined): void {
  if (sample === undefined) {
    list.replaceChildren(item('none', 'Nothing is being sent.'));
    return;
  }
  const audio = sample.audioBitrateBps > 0 ? [item('layer', 'Sound', `Opus · ${bitrateText(sample.audioBitrateBps)}`)] : [];
  list.replaceChildren(...sample.layers.map(layerItem), ...audio);
}

function layerItem(layer: LayerSample): HTMLElement {
  const limited = layer.limitedBy === 'none' ? '' : ` · limited by ${layer.limitedBy}`;
  const sending = layer.bitrateBps > 0;
  return item(
    sending ? 'layer' : 'layer off',
    layerName(layer.rid),
    sending ? `${sizeText(layer.width, layer.height)} · ${fpsText(layer.fps)} · ${bitrateText(layer.bitrateBps)}` : `paused${limited}`,
    sending ? `${layer.codec ?? ''} · RTT ${rttText(layer.rttMs)} · loss ${lossText(layer.loss)}${limited}` : '',
  );
}

function item(className: string, ...texts: readonly string[]): HTMLElement {
  const element = document.createElement('li');
  element.className = className;
  element.append(...texts.filter((text) => text !== '').map((text) => {
    const span = document.createElement('span');
    span.textContent = text;
    return span;
  }));
  return element;
}
