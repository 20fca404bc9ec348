// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/mail/post_office.hpp"

#include <boost/asio/io_context.hpp>

namespace jamhall::net {

struct server_parts;

/// Who writes the hall's letters: looks up whom a queued mail is for, draws the secrets that go with it and writes the text.
/// A sign-in mail is written only to somebody a jam knows, or would let in; to others nothing is sent, and whoever asked
/// is not told. Runs on: `loop`; `of` outlives the post office.
mail::post_office::composer letters_of(server_parts& of, boost::asio::io_context& loop);

}  // namespace jamhall::net
