package io.ringcast.calls.push;

import io.ringcast.events.Event;
import io.ringcast.events.format.Body;
import io.ringcast.events.format.LiveKitSigner;
import io.ringcast.events.format.Renderer;
import io.ringcast.events.format.SigningKey;
import io.ringcast.events.format.WebhookFormat;
import io.ringcast.events.webhook.Receiver;
import java.net.URI;
import java.util.Set;

/**
 * An app's own server that pushes: it is posted what to push to whom, signed as webhooks are, and speaks to the providers.
 *
 * @param apps whose calls; none named: all
 * @param insideAllowed whether its host may be an address inside, such as 10.1.2.3 or localhost
 */
public record PushHook(String id, URI url, SigningKey key, Set<String> apps, boolean insideAllowed) {
  public PushHook {
    apps = Set.copyOf(apps);
    var _ = receiver(id, url, key, apps, insideAllowed);
  }

  boolean serves(String appId) {
    return apps.isEmpty() || apps.contains(appId);
  }

  /** It as what is posted to. */
  public Receiver receiver() {
    return receiver(id, url, key, apps, insideAllowed);
  }

  private static Receiver receiver(String id, URI url, SigningKey key, Set<String> apps, boolean insideAllowed) {
    WebhookFormat format = new WebhookFormat("push", new NoEvents(), new LiveKitSigner());
    return new Receiver(id, url, format, key, apps, Set.of(), insideAllowed, Receiver.Start.NOW);
  }

  /** A hook is sent no events. */
  private static final class NoEvents implements Renderer {
    @Override
    public boolean wants(Event event) {
      return false;
    }

    @Override
    public Body render(Event event) {
      throw new IllegalArgumentException("a push hook is sent no events");
    }
  }
}
