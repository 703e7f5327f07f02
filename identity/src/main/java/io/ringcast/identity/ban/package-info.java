/** What an app holds against its users: bans, and tokens it has taken back. */
@NullMarked
package io.ringcast.identity.ban;

import org.jspecify.annotations.NullMarked;
