module swell-client

go 1.19
