// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/outbound/fetcher.hpp"

#include <curl/curl.h>

#include <functional>
#include <memory>
#include <string>

namespace jamhall::outbound {

/// Has libcurl ready for this process; the first call must end before the next begins, which C++ sees to.
void start_curl();

/// One request as libcurl carries it out. Stays where it is: libcurl keeps its address.
/// Runs on: the fetcher's thread.
class transfer {
public:
    transfer(fetch_request asked, std::function<void(fetched)> done);
    transfer(const transfer&) = delete;
    transfer& operator=(const transfer&) = delete;

    CURL* handle() const { return handle_.get(); }

    /// Hands over what came of it.
    void finish(CURLcode result);
    void give_up(fetch_fault why) { done_(why); }

private:
    struct handle_closer {
        void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
    };
    struct list_closer {
        void operator()(curl_slist* list) const { curl_slist_free_all(list); }
    };

    static std::size_t take_body(const char* bytes, std::size_t size, std::size_t count, void* self);
    static std::size_t take_header(const char* bytes, std::size_t size, std::size_t count, void* self);
    void set_limits();
    void set_contents();

    fetch_request asked_;
    std::function<void(fetched)> done_;
    std::unique_ptr<CURL, handle_closer> handle_;
    std::unique_ptr<curl_slist, list_closer> headers_;
    fetch_answer answer_;
    std::size_t header_size_ = 0;
    bool is_too_long_ = false;
};

}  // namespace jamhall::outbound
