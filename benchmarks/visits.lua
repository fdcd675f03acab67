-- Whole visits: a story's page, one fill of its slots, one `seen` with what was filled: wrk -s visits.lua ADDRESS -- FILE
-- Each line of FILE is a path, a tab, and the body of its fill.
local pages, fills, n, step, filled = {}, {}, 0, 0, {}
local headers = { ["Accept-Encoding"] = "gzip, deflate, br", ["User-Agent"] = "Mozilla/5.0 (X11; Linux x86_64) Firefox/150.0" }

function init(args)
  for line in io.lines(args[1]) do
    local path, body = line:match("^(%S+)\t(.*)$")
    pages[#pages + 1] = wrk.format("GET", path, headers)
    fills[#fills + 1] = wrk.format("POST", "/-/fill", headers, body)
  end
end

function request()
  step = step % 3 + 1
  if step == 1 then
    n = n % #pages + 1
    return pages[n]
  end
  if step == 3 and #filled > 0 then
    return wrk.format("POST", "/-/seen", headers, table.remove(filled))
  end
  if step == 3 then step = 2 end -- no answer to a fill has come in yet
  return fills[n]
end

function response(status, _, body)
  if status ~= 200 or body:sub(1, 9) ~= '{"slots":' then return end
  local tokens = {}
  for token in body:gmatch('"token": ?"([^"]+)"') do tokens[#tokens + 1] = '"' .. token .. '"' end
  local list = "[" .. table.concat(tokens, ",") .. "]"
  local view = body:match('"view": ?"([^"]+)"')
  filled[#filled + 1] = '{"rendered":' .. list .. ',"seen":' .. list .. ',"view":' .. (view and '"' .. view .. '"' or "null") .. "}"
end
