package io.ringcast.server;

import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.netty4.NettyAllocatorMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import io.ringcast.identity.KeyPair;
import io.ringcast.server.config.ServerSettings;
import io.ringcast.server.config.ServerSettings.Mode;
import io.ringcast.server.http.ApiDescription;
import io.ringcast.server.http.Certificates;
import io.ringcast.server.http.DemoTokens;
import io.ringcast.server.http.HeadDeadline;
import io.ringcast.server.http.Health;
import io.ringcast.server.http.HttpWiring;
import io.ringcast.server.http.MetricsPage;
import io.ringcast.server.http.Pages;
import io.ringcast.server.http.Routes;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

/** A started server: media sockets and the HTTP port are open until it is closed. */
public final class RunningServer implements AutoCloseable {

  private final ConfigurableApplicationContext context;
  private final ServerSettings settings;

  private RunningServer(ConfigurableApplicationContext context, ServerSettings settings) {
    this.context = context;
    this.settings = settings;
  }

  /** Starts everything; {@code demoCode} opens the demo tokens with {@code --lan}. */
  public static RunningServer start(ServerSettings settings, @Nullable String demoCode, InstantSource clock) {
    Certificates certificates = Certificates.of(settings.http().tls());
    Ports.requireFree(settings);
    LogSetup.apply(settings.logLevel());
    Records records = Records.open(settings, clock);
    MediaPlane media = media(settings, records, clock);
    try {
      return new RunningServer(http(settings, certificates, media, new Demo(demoCode, clock)).run(), settings);
    } catch (RuntimeException e) {
      media.stop();
      throw e;
    }
  }

  private static MediaPlane media(ServerSettings settings, Records records, InstantSource clock) {
    try {
      return MediaPlane.open(settings, records, clock);
    } catch (RuntimeException e) {
      records.close();
      throw e;
    }
  }

  private record Demo(@Nullable String code, InstantSource clock) { }

  private static SpringApplication http(ServerSettings settings, Certificates certificates, MediaPlane media, Demo demo) {
    SpringApplication application = new SpringApplication(HttpWiring.class);
    application.setWebApplicationType(WebApplicationType.REACTIVE);
    application.setBannerMode(Banner.Mode.OFF);
    application.setLogStartupInfo(false);
    application.setRegisterShutdownHook(false);
    application.setAddCommandLineProperties(false);
    application.setEnvironment(new OwnSettingsOnly());
    application.addInitializers(context -> wire((GenericApplicationContext) context, settings, certificates, media, demo));
    return application;
  }

  private static void wire(GenericApplicationContext context, ServerSettings settings, Certificates certificates,
      MediaPlane media, Demo demo) {
    SfuMetrics sfuMetrics = new SfuMetrics(media.sfu());
    PrometheusMeterRegistry registry = registry();
    sfuMetrics.bindTo(registry);
    new DoorMetrics(media.doors().sessions()).bindTo(registry);
    new MixMetrics(media.doors().mixes(), media.mixer().counters()).bindTo(registry);
    new RtmpMetrics(media.rtmp()).bindTo(registry);
    new LiveMetrics(media.live()).bindTo(registry);
    new EventMetrics(media.records().events()).bindTo(registry);
    new CallMetrics(media.calls()).bindTo(registry);
    new IdentityMetrics(media.records().identity()).bindTo(registry);
    HeadDeadline heads = new HeadDeadline();
    heads.bindTo(registry);
    KeyPair pair = settings.apps().all().getFirst().keys().getFirst();
    DemoTokens.Door door = new DemoTokens.Door(settings.mode() == Mode.DEV || demo.code() != null, demo.code());
    RouterFunction<ServerResponse> routes = Routes.join(List.of(
      media.doors().routes(),
      media.calls().calls().routes(),
      media.live().door().routes(),
      new Health(media::open, media.records()::writable).routes(),
      new MetricsPage(registry, sfuMetrics::refresh, settings.metrics().token()).routes(),
      new DemoTokens(door, pair, demo.clock()).routes(),
      new ApiDescription().routes(),
      Pages.routes()));
    context.registerBean(ServerSettings.class, () -> settings);
    context.registerBean(Certificates.class, () -> certificates);
    context.registerBean(MediaPlane.class, () -> media);
    context.registerBean(HeadDeadline.class, () -> heads);
    context.registerBean("routes", RouterFunction.class, () -> routes);
  }

  private static PrometheusMeterRegistry registry() {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmGcMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    if (ByteBufAllocator.DEFAULT instanceof ByteBufAllocatorMetricProvider allocator) {
      new NettyAllocatorMetrics(allocator).bindTo(registry);
    }
    new UptimeMetrics().bindTo(registry);
    return registry;
  }

  /** All doors as one, for whoever wants to know which there are. */
  RouterFunction<?> routes() {
    return context.getBean("routes", RouterFunction.class);
  }

  /** The address to type into a browser on this machine. */
  public String url() {
    InetAddress bind = settings.http().bind();
    String host = bind.isAnyLocalAddress() || bind.isLoopbackAddress() ? "localhost" : hostOf(bind);
    return settings.http().scheme() + "://" + host + ":" + settings.http().port();
  }

  /** An address as it stands in a URL: IPv6 in brackets. */
  static String hostOf(InetAddress address) {
    String host = address.getHostAddress();
    return host.contains(":") ? "[" + host + "]" : host;
  }

  /** Tells the peers, then ends HTTP. */
  @Override
  public void close() {
    context.close();
  }

  /** Hides Spring's own property files and variables: only our settings count. */
  private static final class OwnSettingsOnly extends StandardEnvironment {

    @Override
    protected void customizePropertySources(MutablePropertySources sources) {
      sources.addLast(new MapPropertySource("ringcast", Map.of("spring.config.location", "optional:classpath:/none/")));
    }
  }
}
