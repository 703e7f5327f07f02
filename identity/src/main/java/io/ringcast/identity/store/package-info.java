/** SQL behind {@link io.ringcast.identity.ban}, the same in SQLite and PostgreSQL. */
@NullMarked
package io.ringcast.identity.store;

import org.jspecify.annotations.NullMarked;
