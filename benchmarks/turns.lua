-- Asks for the paths of a file one after the other, compressed as browsers want them: wrk -s turns.lua ADDRESS -- FILE
local requests, n = {}, 0

function init(args)
  for path in io.lines(args[1]) do
    requests[#requests + 1] = wrk.format("GET", path, { ["Accept-Encoding"] = "gzip, deflate, br" })
  end
  n = math.random(#requests)
end

function request()
  n = n % #requests + 1
  return requests[n]
end
