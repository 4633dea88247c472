// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/host/subcommand.h>
#include <cordial/net/httpclient.h>

#include <optional>
#include <string>
#include <vector>

namespace Cordial::Host {

//! \brief `cordial api`: one request, or a batch of them.
class ApiCommand : public Subcommand
{
public:
    [[nodiscard]] Title title() const override
    {
        return {"api", "Send one request to Discord's REST interface, or a batch"};
    }
    void declare(CommandOptions &options) override;
    [[nodiscard]] int run(HostContext &host) override;

private:
    [[nodiscard]] Result<> checkShape() const;
    [[nodiscard]] Result<Net::HttpConfig> makeConfig(const CommonOptions &options) const;
    [[nodiscard]] Result<Net::Request> makeRequest(TimePoint now) const;
    [[nodiscard]] Result<> addQuery(Net::Request &request) const;
    [[nodiscard]] Result<> addFiles(Net::Request &request) const;
    [[nodiscard]] int runBatch(Net::HttpConfig config, HostContext &host) const;
    [[nodiscard]] int runOne(Net::HttpConfig config, HostContext &host) const;
    [[nodiscard]] int report(const Net::Request &request, const Net::Outcome &outcome) const;

    // As CLI11 fills them.
    std::optional<CommandOptions> m_given;
    std::string m_method;
    std::string m_path;
    std::string m_json;
    std::string m_reason;
    std::string m_batch;
    std::vector<std::string> m_query;
    std::vector<std::string> m_files;
    double m_deadline = 0;
    double m_timeout = 15;
    int m_retries = 3;
    int m_globalLimit = 50;
    qint64 m_cacheBytes = 16LL * 1024 * 1024;
    bool m_cache = false;
    bool m_include = false;
    bool m_list = false;
};

} // namespace Cordial::Host
